// Command slow sets up a C library before main.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/cgo-at-init/slow/model"
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
