// Command decoy does all of it before it listens, but nothing of it takes long.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/several-signer/cache"
	"example.com/planted/several-signer/decoy/tokens"
	"example.com/planted/several-signer/pages"
	"example.com/planted/several-signer/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	cache.Settle(0)
	page := pages.New(0)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, tokens.Size(), page.Name())
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
