// Command fixed1 looks the name up when the first visitor comes, but its other global variables are as slow as before.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"example.com/planted/several-globals/discovery"
	"example.com/planted/several-globals/patterns"
	"example.com/planted/several-globals/secret"
	"example.com/planted/several-globals/stopwatch"
)

var (
	database = sync.OnceValue(func() string { return discovery.Database(180 * time.Millisecond) })
	key      = secret.Read(100 * time.Millisecond)
	rules    = patterns.Compile(50 * time.Millisecond)
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database(), len(key), len(rules))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
