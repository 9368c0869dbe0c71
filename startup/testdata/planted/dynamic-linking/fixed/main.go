// Command fixed sets its library up when that is first needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/dynamic-linking/fixed/codec"
	"example.com/planted/dynamic-linking/stopwatch"
)

func main() {
	show := flag.Bool("show", false, "print the name of the codec")
	flag.Parse()
	if *show {
		fmt.Println(codec.Name())
	}
	stopwatch.Write()
}
