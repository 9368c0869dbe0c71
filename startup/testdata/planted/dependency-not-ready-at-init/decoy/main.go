// Command decoy shakes hands before main, too, with a service that is up.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/dependency-not-ready-at-init/decoy/ledger"
	"example.com/planted/dependency-not-ready-at-init/stopwatch"
)

func main() {
	show := flag.Bool("show", false, "print what the package holds")
	flag.Parse()
	if *show {
		fmt.Println(ledger.Peer())
	}
	stopwatch.Write()
}
