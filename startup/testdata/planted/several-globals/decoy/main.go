// Command decoy does all of it for its global variables, but nothing of it takes long.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/several-globals/discovery"
	"example.com/planted/several-globals/patterns"
	"example.com/planted/several-globals/secret"
	"example.com/planted/several-globals/stopwatch"
)

var (
	database = discovery.Database(0)
	key      = secret.Read(0)
	rules    = patterns.Compile(0)
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
