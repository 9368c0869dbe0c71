// Package settings asks the service that keeps the settings of all programs.
package settings

import (
	"io"
	"log"
	"time"

	"example.com/planted/several-service/standin"
	"example.com/planted/several-service/stopwatch"
)

// Fetch returns what visitors are greeted with. The service takes delay to answer.
func Fetch(delay time.Duration) string {
	defer stopwatch.Record("network-at-init", time.Now())
	resp, err := standin.Client(delay).Get("http://config.internal/greeting")
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
