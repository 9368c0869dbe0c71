// Published: http.Get doesn't block a thread; many requests wait on few threads.
//
// The server holds 200 requests until all are there.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime/pprof"
	"sync"
)

const requests = 200

func main() {
	var there, all sync.WaitGroup
	there.Add(requests)
	release := make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		there.Done()
		<-release
	}))
	defer server.Close()
	for i := 0; i < requests; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			response, err := http.Get(server.URL)
			if err != nil {
				panic(err)
			}
			response.Body.Close()
		}()
	}
	there.Wait()
	threads := pprof.Lookup("threadcreate").Count()
	close(release)
	all.Wait()
	fmt.Printf("requests=%d\nfew_threads=%v\n", requests, threads <= requests/4)
}
