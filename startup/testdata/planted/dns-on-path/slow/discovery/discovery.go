// Package discovery finds the other services.
package discovery

import (
	"context"
	"log"
	"net"
	"time"

	"example.com/planted/dns-on-path/standin"
	"example.com/planted/dns-on-path/stopwatch"
)

// Database returns the address of the database.
func Database() string {
	defer stopwatch.Record(time.Now())
	return lookup(standin.Resolver(300*time.Millisecond), "database.internal.")
}

func lookup(resolver *net.Resolver, name string) string {
	addrs, err := resolver.LookupHost(context.Background(), name) // want: dns-on-path
	if err != nil {
		log.Fatalf("finding %s: %v", name, err)
	}
	return addrs[0]
}
