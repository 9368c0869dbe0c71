// Package config holds the settings of the program.
package config

import (
	"io"
	"log"
	"sync"
	"time"

	"example.com/planted/network-at-init/standin"
	"example.com/planted/network-at-init/stopwatch"
)

var greeting = sync.OnceValue(fetch)

// Greeting returns what visitors are greeted with.
func Greeting() string { return greeting() }

func fetch() string {
	defer stopwatch.Record(time.Now())
	resp, err := standin.Client(300 * time.Millisecond).Get("http://config.internal/greeting")
	if err != nil {
		log.Fatalf("fetching the settings: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatalf("reading the settings: %v", err)
	}
	return string(body)
}
