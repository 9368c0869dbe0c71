// Command fixed replays its journal when that is first needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/fsync-at-init/fixed/journal"
	"example.com/planted/fsync-at-init/stopwatch"
)

func main() {
	show := flag.Bool("show", false, "print what the package holds")
	flag.Parse()
	if *show {
		fmt.Println(journal.Entries())
	}
	stopwatch.Write()
}
