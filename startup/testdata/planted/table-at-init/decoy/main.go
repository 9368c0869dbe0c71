// Command decoy builds a table before main, too, but a small one.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/table-at-init/decoy/zones"
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
