// Command decoy does all of it before it listens, but nothing of it takes long.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/several-discovery/data"
	"example.com/planted/several-discovery/discovery"
	"example.com/planted/several-discovery/secret"
	"example.com/planted/several-discovery/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	database := discovery.Database(0)
	lock := data.Lock(0)
	key := secret.Read(0)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database, lock.Name(), len(key))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
