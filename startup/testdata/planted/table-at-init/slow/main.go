// Command slow builds a big table before main, whether or not it is asked for a zone.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/table-at-init/slow/zones"
	"example.com/planted/table-at-init/stopwatch"
)

func main() {
	hash := flag.Uint64("hash", 0, "hash of the address to look up")
	flag.Parse()
	if *hash != 0 {
		fmt.Println(zones.Zone(*hash))
	}
	stopwatch.Write()
}
