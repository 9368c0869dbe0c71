// Published: a hundred thousand goroutines that each call http.Get fetch a hundred thousand pages.
//
// As shown: answer and error are dropped, and nobody waits. The arguments are the address and the number.
package main

import (
	"net/http"
	"os"
	"strconv"
)

func main() {
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	for i := 0; i < n; i++ {
		go func() {
			response, _ := http.Get(os.Args[1])
			_ = response
		}()
	}
}
