// Package database connects to the database.
package database

import (
	"net"
	"time"

	"example.com/planted/several-service/stopwatch"
)

// Open dials until the database is up. The pause between two tries doubles each time.
func Open(dial func() (net.Conn, error)) net.Conn {
	defer stopwatch.Record("retry-backoff", time.Now())
	for pause := 8 * time.Millisecond; ; pause *= 2 {
		conn, err := dial()
		if err == nil {
			return conn
		}
		time.Sleep(pause) // want: retry-backoff
	}
}
