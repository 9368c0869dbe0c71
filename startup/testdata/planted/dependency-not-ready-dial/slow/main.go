// Command slow dials a cache that accepts no connection, whether or not it is asked for a key.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/dependency-not-ready-dial/slow/cache"
	"example.com/planted/dependency-not-ready-dial/standin"
	"example.com/planted/dependency-not-ready-dial/stopwatch"
)

func main() {
	key := flag.String("key", "", "key to look up")
	flag.Parse()
	conn := cache.Connect(standin.Busy())
	if *key != "" {
		fmt.Println(*key, conn)
	}
	stopwatch.Write()
}
