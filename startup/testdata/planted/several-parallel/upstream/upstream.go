// Package upstream talks to the service that knows the greetings.
package upstream

import (
	"io"
	"log"
	"net/http"
	"time"

	"example.com/planted/several-parallel/standin"
	"example.com/planted/several-parallel/stopwatch"
)

// Greeting asks the service for a greeting, which takes delay to answer.
func Greeting(delay time.Duration) string {
	defer stopwatch.Record("network-on-path", time.Now())
	return get(standin.Client(delay), "http://greetings.internal/en")
}

func get(client *http.Client, url string) string {
	resp, err := client.Get(url) // want: network-on-path
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
