// Command decoy dials a cache, too, that accepts at once.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/dependency-not-ready-dial/decoy/cache"
	"example.com/planted/dependency-not-ready-dial/standin"
	"example.com/planted/dependency-not-ready-dial/stopwatch"
)

func main() {
	key := flag.String("key", "", "key to look up")
	flag.Parse()
	conn := cache.Connect(standin.Idle(16))
	if *key != "" {
		fmt.Println(*key, conn)
	}
	stopwatch.Write()
}
