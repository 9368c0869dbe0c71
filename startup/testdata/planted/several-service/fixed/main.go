// Command fixed does all of it when it listens already.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/several-service/database"
	"example.com/planted/several-service/fixed/config"
	"example.com/planted/several-service/fixed/geo"
	"example.com/planted/several-service/standin"
	"example.com/planted/several-service/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	conns := make(chan net.Conn, 1)
	go func() { conns <- database.Open(standin.New(4).Dial) }()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, config.Greeting(), geo.Zone(1), len(conns))
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
