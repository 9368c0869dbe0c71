// Package upstream talks to the service that knows the greetings.
package upstream

import (
	"io"
	"log"
	"net/http"
	"time"

	"example.com/planted/network-on-path/standin"
	"example.com/planted/network-on-path/stopwatch"
)

// Greeting asks the service for a greeting.
func Greeting() string {
	defer stopwatch.Record(time.Now())
	return get(standin.Client(300*time.Millisecond), "http://greetings.internal/en")
}

func get(client *http.Client, url string) string {
	resp, err := client.Get(url)
	if err != nil {
		log.Fatalf("asking for a greeting: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatalf("reading the greeting: %v", err)
	}
	return string(body)
}
