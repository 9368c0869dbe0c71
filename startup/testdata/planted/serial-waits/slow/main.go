// Command slow asks one service and then another, though neither needs the other's answer.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"example.com/planted/serial-waits/standin"
	"example.com/planted/serial-waits/stopwatch"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	greeting := load()
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, greeting)
	})
	stopwatch.Write()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(l, nil))
}

// load asks for a greeting and a name, one after the other. What that costs more than both side by
// side is the shorter of the two.
func load() string {
	greeting := ask("http://greetings.internal/en", 250*time.Millisecond) // want: serial-waits
	start := time.Now()
	name := ask("http://names.internal/me", 150*time.Millisecond)
	stopwatch.Record(start)
	return greeting + ", " + name
}

func ask(url string, delay time.Duration) string {
	return standin.Get(url, delay)
}
