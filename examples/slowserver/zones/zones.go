// Package zones knows the delivery zone of a postcode. It builds its table before main begins,
// whether or not anyone will ask.
package zones

import "time"

// cost is what the table takes to build. It grows until that time has passed, so that the example
// is as slow on a fast machine as on a slow one.
const cost = 80 * time.Millisecond

// table is the zone of each postcode.
var table map[int]uint8

func init() {
	table = build()
}

func build() map[int]uint8 {
	zones := make(map[int]uint8)
	postcode := 1
	for start := time.Now(); time.Since(start) < cost; {
		for range 1000 {
			postcode += 7
			zones[postcode] = uint8(postcode % 9)
		}
	}
	return zones
}

// Of returns the delivery zone of a postcode, 0 if it is unknown.
func Of(postcode int) uint8 { return table[postcode] }
