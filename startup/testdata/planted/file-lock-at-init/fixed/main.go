// Command fixed takes the file lock when that is first needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/file-lock-at-init/fixed/data"
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
