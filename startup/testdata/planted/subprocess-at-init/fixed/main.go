// Command fixed runs another program when it is first asked for its version.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/subprocess-at-init/fixed/build"
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
