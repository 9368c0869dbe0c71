// Package cache connects to the cache.
package cache

import (
	"log"
	"net"
	"time"

	"example.com/planted/dependency-not-ready-dial/stopwatch"
)

const patience = 300 * time.Millisecond

// Connect connects to the cache at addr. It returns nil if that is not up in time.
func Connect(addr string) net.Conn {
	defer stopwatch.Record(time.Now())
	conn, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		log.Printf("going on without the cache: %v", err)
		return nil
	}
	return conn
}
