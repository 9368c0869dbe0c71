// Command slow waits for a file before main, whether or not the secret in it is needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/file-at-init/slow/secret"
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
