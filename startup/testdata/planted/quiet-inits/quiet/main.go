// Command quiet has three hundred init functions, each of which is done at once.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/quiet-inits/part"
	_ "example.com/planted/quiet-inits/parts"
)

func main() {
	list := flag.Bool("list", false, "list the parts")
	flag.Parse()
	if *list {
		fmt.Println(part.Names())
		return
	}
	fmt.Println(len(part.Names()), "parts")
}
