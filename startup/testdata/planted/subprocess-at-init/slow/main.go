// Command slow runs another program before main, whether or not it is asked for its version.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/subprocess-at-init/slow/build"
	"example.com/planted/subprocess-at-init/stopwatch"
)

func main() {
	version := flag.Bool("version", false, "print the version")
	flag.Parse()
	if *version {
		fmt.Println(build.Version())
	}
	stopwatch.Write()
}
