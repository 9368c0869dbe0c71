// Published: the stack of a goroutine may grow to 1 GB.
package main

import (
	"fmt"
	"runtime/debug"
)

func main() {
	fmt.Printf("bytes=%d\n", debug.SetMaxStack(1<<20)) // returns the former limit
}
