// Command slow syncs each entry of its journal before main.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/fsync-at-init/slow/journal"
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
