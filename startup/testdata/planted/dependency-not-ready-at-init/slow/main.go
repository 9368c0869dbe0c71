// Command slow shakes hands with another service before main, whether or not it is needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/dependency-not-ready-at-init/slow/ledger"
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
