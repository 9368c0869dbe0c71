// Command quiet warms its cache while it listens already.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"example.com/planted/quiet-cache/cache"
	"example.com/planted/quiet-cache/standin"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	texts := cache.New(standin.Client(150 * time.Millisecond))
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, texts.Get(r.URL.Path))
	})
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		if err := texts.Warm("greeting", "farewell"); err != nil {
			log.Print(err)
		}
	}()
	log.Fatal(http.Serve(l, nil))
}
