// Package discovery finds the other services.
package discovery

import (
	"context"
	"log"
	"net"
	"time"

	"example.com/planted/several-globals/standin"
	"example.com/planted/several-globals/stopwatch"
)

// Database returns the address of the database. The name server takes delay to answer.
func Database(delay time.Duration) string {
	defer stopwatch.Record("dns-at-init", time.Now())
	return lookup(standin.Resolver(delay), "database.internal.")
}

func lookup(resolver *net.Resolver, name string) string {
	addrs, err := resolver.LookupHost(context.Background(), name)
	if err != nil {
		log.Fatalf("finding %s: %v", name, err)
	}
	return addrs[0]
}
