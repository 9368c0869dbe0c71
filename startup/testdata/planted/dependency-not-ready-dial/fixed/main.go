// Command fixed dials the cache when it is asked for a key.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/dependency-not-ready-dial/fixed/cache"
	"example.com/planted/dependency-not-ready-dial/standin"
	"example.com/planted/dependency-not-ready-dial/stopwatch"
)

func main() {
	key := flag.String("key", "", "key to look up")
	flag.Parse()
	if *key != "" {
		fmt.Println(*key, cache.Connect(standin.Busy()))
	}
	stopwatch.Write()
}
