// Command decoy runs another program before main, too, but in a goroutine that nobody waits for.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/subprocess-at-init/decoy/build"
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
