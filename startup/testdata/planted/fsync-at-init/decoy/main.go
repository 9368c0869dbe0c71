// Command decoy writes a journal before main, too, but syncs nothing.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/fsync-at-init/decoy/journal"
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
