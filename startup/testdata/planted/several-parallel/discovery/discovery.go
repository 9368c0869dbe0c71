// Package discovery finds the other services.
package discovery

import (
	"context"
	"log"
	"net"
	"time"

	"example.com/planted/several-parallel/nameserver"
)

// Database returns the address of the database. The name server takes delay to answer.
func Database(delay time.Duration) string {
	return lookup(nameserver.Resolver(delay), "database.internal.")
}

func lookup(resolver *net.Resolver, name string) string {
	addrs, err := resolver.LookupHost(context.Background(), name)
	if err != nil {
		log.Fatalf("finding %s: %v", name, err)
	}
	return addrs[0]
}
