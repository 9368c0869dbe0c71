// Command decoy does all of it before it listens, but nothing of it takes long.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/several-service/database"
	"example.com/planted/several-service/decoy/config"
	"example.com/planted/several-service/decoy/geo"
	"example.com/planted/several-service/standin"
	"example.com/planted/several-service/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	conn := database.Open(standin.New(0).Dial)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, config.Greeting(), geo.Zone(1), conn.RemoteAddr())
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
