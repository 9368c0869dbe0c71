// Command fixed reaches the database in the background and listens meanwhile.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/retry-backoff/fixed/database"
	"example.com/planted/retry-backoff/standin"
	"example.com/planted/retry-backoff/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	conns := make(chan net.Conn, 1)
	go func() { conns <- database.Open(standin.New(4).Dial) }()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, len(conns))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
