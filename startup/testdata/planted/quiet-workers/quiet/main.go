// Command quiet begins a pool of workers before it listens. They have much to do, but nobody waits for them.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/quiet-workers/pool"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	workers := flag.Int("workers", 4, "number of workers")
	flag.Parse()
	p := pool.New(*workers)
	go func() {
		for i := range 200 {
			p.Add(fmt.Sprintf("thumbnail %d", i))
		}
	}()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, p.Done())
	})
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
