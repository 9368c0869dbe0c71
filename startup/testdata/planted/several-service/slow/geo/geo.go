// Package geo knows the delivery zone of an address.
package geo

import (
	"time"

	"example.com/planted/several-service/zones"
)

var table map[uint64]uint32

func init() {
	table = zones.Build(60 * time.Millisecond) // want: table-at-init
}

// Zone returns the zone of the address with the given hash, 0 if there is none.
func Zone(hash uint64) uint32 { return table[hash] }
