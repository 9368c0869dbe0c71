// Command fixed does all of it when the first visitor comes.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"example.com/planted/several-discovery/data"
	"example.com/planted/several-discovery/discovery"
	"example.com/planted/several-discovery/secret"
	"example.com/planted/several-discovery/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	database := sync.OnceValue(func() string { return discovery.Database(200 * time.Millisecond) })
	lock := sync.OnceValue(func() *os.File { return data.Lock(120 * time.Millisecond) })
	key := sync.OnceValue(func() string { return secret.Read(60 * time.Millisecond) })
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, database(), lock().Name(), len(key()))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
