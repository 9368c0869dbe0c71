// Command slow looks a name up, waits for a secret and compiles patterns for its global variables.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"example.com/planted/several-globals/discovery"
	"example.com/planted/several-globals/patterns"
	"example.com/planted/several-globals/secret"
	"example.com/planted/several-globals/stopwatch"
)

var (
	database = discovery.Database(180 * time.Millisecond) // want: dns-at-init
	key      = secret.Read(100 * time.Millisecond)        // want: file-at-init
	rules    = patterns.Compile(50 * time.Millisecond)    // want: regexp-at-init
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database, len(key), len(rules))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
