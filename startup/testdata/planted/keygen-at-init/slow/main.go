// Command slow generates RSA keys before main, whether or not it has anything to sign.
package main

import (
	"flag"
	"fmt"
	"log"

	"example.com/planted/keygen-at-init/slow/tokens"
	"example.com/planted/keygen-at-init/stopwatch"
)

func main() {
	text := flag.String("text", "", "text to sign")
	flag.Parse()
	if *text != "" {
		sig, err := tokens.Sign(*text)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%x\n", sig)
	}
	stopwatch.Write()
}
