// Command fixed waits for its secret when that is first needed.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/file-at-init/fixed/secret"
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
