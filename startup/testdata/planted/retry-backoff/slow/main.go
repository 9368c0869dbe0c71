// Command slow retries to reach a database that is still starting, before it listens.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"example.com/planted/retry-backoff/slow/database"
	"example.com/planted/retry-backoff/standin"
	"example.com/planted/retry-backoff/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	conn := database.Open(standin.New(4).Dial)
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, conn.RemoteAddr())
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}
