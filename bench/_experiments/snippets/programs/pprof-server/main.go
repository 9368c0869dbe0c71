// Published: 0.1 s after its start, curl on /debug/pprof/profile covers the initialisation.
//
// The initialisation takes half a second. The address to listen at is the argument.
package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"os"
	"time"
)

var ready = prepare()

func prepare() bool {
	fmt.Println("init=begun")
	time.Sleep(500 * time.Millisecond)
	return true
}

func main() {
	if err := http.ListenAndServe(os.Args[1], nil); err != nil {
		panic(err)
	}
}
