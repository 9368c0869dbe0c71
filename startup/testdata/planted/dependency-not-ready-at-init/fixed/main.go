// Command fixed shakes hands with the other service when that is first needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/dependency-not-ready-at-init/fixed/ledger"
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
