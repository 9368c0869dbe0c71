// Package discovery finds the other services.
package discovery

import (
	"context"
	"log"
	"sync"
	"time"

	"example.com/planted/dns-at-init/standin"
	"example.com/planted/dns-at-init/stopwatch"
)

var database = sync.OnceValue(lookup)

// Database returns the address of the database.
func Database() string { return database() }

func lookup() string {
	defer stopwatch.Record(time.Now())
	resolver := standin.Resolver(300 * time.Millisecond)
	addrs, err := resolver.LookupHost(context.Background(), "database.internal.")
	if err != nil {
		log.Fatalf("finding the database: %v", err)
	}
	return addrs[0]
}
