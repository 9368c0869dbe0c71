// Command slow waits for a file lock before main.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/file-lock-at-init/slow/data"
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
