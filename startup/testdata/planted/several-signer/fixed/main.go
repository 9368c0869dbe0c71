// Command fixed does all of it when it listens already.
package main

import (
	"flag"
	"fmt"
	"html/template"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"example.com/planted/several-signer/cache"
	"example.com/planted/several-signer/fixed/tokens"
	"example.com/planted/several-signer/pages"
	"example.com/planted/several-signer/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	go cache.Settle(110 * time.Millisecond)
	page := sync.OnceValue(func() *template.Template { return pages.New(50 * time.Millisecond) })
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, tokens.Size(), page().Name())
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
