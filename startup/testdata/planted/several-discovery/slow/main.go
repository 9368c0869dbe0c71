// Command slow looks a name up, waits for a file lock and for a secret before it listens.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"example.com/planted/several-discovery/data"
	"example.com/planted/several-discovery/discovery"
	"example.com/planted/several-discovery/secret"
	"example.com/planted/several-discovery/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	database := discovery.Database(200 * time.Millisecond)
	lock := data.Lock(120 * time.Millisecond)
	key := secret.Read(60 * time.Millisecond)
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
