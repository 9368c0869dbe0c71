// Command decoy reads files before main, too, but none that it has to wait for.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/file-at-init/decoy/secret"
	"example.com/planted/file-at-init/stopwatch"
)

func main() {
	show := flag.Bool("show", false, "print the length of the secret")
	flag.Parse()
	if *show {
		fmt.Println(len(secret.Read()))
	}
	stopwatch.Write()
}
