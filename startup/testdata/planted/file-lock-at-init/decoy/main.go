// Command decoy takes a file lock before main, too, that nobody holds.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/file-lock-at-init/decoy/data"
	"example.com/planted/file-lock-at-init/stopwatch"
)

func main() {
	show := flag.Bool("show", false, "print what the package holds")
	flag.Parse()
	if *show {
		fmt.Println(data.Locked())
	}
	stopwatch.Write()
}
