// Command decoy asks one service after another, too, but each time for something that needs what
// came before, in ways that the path shows.
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
	name := func() string { return standin.Get("http://names.internal/me", 80*time.Millisecond) }
	greeting := session() + callback(name) + worker() + rounds() // one line, so these are one call
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

// session asks twice over one connection: the second question belongs to what the first began.
func session() string {
	ask := standin.Client(60 * time.Millisecond)
	id := ask("http://greetings.internal/login")
	return id + ask("http://greetings.internal/hello")
}

// callback gives way to its caller's function inside of what it opened itself.
func callback(inside func() string) string {
	outer := standin.Get("http://greetings.internal/open", 80*time.Millisecond)
	return outer + inside()
}

// worker hands the first answer to a goroutine that asks with it.
func worker() string {
	questions, answers := make(chan string), make(chan string)
	go func() { answers <- standin.Get(<-questions, 80*time.Millisecond) }()
	questions <- "http://" + standin.Get("http://greetings.internal/host", 80*time.Millisecond)
	return <-answers
}

// rounds goes to two services in turn until both are content: the next round depends on the last.
func rounds() string {
	text := ""
	for range 2 {
		text += standin.Get("http://greetings.internal/round", 60*time.Millisecond)
		text += standin.Get("http://names.internal/round", 60*time.Millisecond)
	}
	return text
}
