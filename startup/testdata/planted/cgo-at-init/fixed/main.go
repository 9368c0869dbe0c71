// Command fixed sets up its C library when that is first needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/cgo-at-init/fixed/model"
	"example.com/planted/cgo-at-init/stopwatch"
)

func main() {
	show := flag.Bool("show", false, "print what the package holds")
	flag.Parse()
	if *show {
		fmt.Println(model.Weights())
	}
	stopwatch.Write()
}
