// Published: net/http serves the requests of a connection one after another.
//
// Over TLS eight requests are sent at once. The handler holds them until all are there, or 20 s are over.
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

const requests = 8

func main() {
	var mu sync.Mutex
	together, peak := 0, 0
	peers := map[string]bool{}
	all := make(chan bool)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		peers[r.RemoteAddr] = true
		if r.URL.Path == "/first" {
			mu.Unlock()
			return
		}
		together++
		if peak = max(peak, together); peak == requests {
			close(all)
		}
		mu.Unlock()
		select {
		case <-all:
		case <-time.After(20 * time.Second):
		}
		mu.Lock()
		together--
		mu.Unlock()
	}))
	server.EnableHTTP2 = true // which httptest leaves off; http.Server.ServeTLS has it on
	server.StartTLS()
	defer server.Close()
	get(server.Client(), server.URL+"/first") // opens the connection
	var done sync.WaitGroup
	for i := 0; i < requests; i++ {
		done.Add(1)
		go func() {
			defer done.Done()
			get(server.Client(), server.URL)
		}()
	}
	done.Wait()
	fmt.Printf("connections=%d\ntogether=%d\n", len(peers), peak)
}

func get(client *http.Client, url string) {
	response, err := client.Get(url)
	if err != nil {
		panic(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}
