// Command decoy calls C before main, too, but not for long.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/cgo-at-init/decoy/model"
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
