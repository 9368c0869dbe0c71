// Published: 0.1 s after its start, curl on /debug/pprof/profile covers the initialisation.
//
// The initialisation lasts until its input ends. The address to listen at is the argument.
package main

import (
	"fmt"
	"io"
	"net/http"
	_ "net/http/pprof"
	"os"
)

var ready = prepare()

func prepare() bool {
	fmt.Println("init=begun")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err == nil
}

func main() {
	if err := http.ListenAndServe(os.Args[1], nil); err != nil {
		panic(err)
	}
}
