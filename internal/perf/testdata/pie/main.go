// Command pie burns CPU in a function that a test looks for.
package main

import "os"

func main() {
	if busy(100_000_000) == 0 {
		os.Exit(1)
	}
}

//go:noinline
func busy(n uint64) uint64 {
	x := n
	for range n {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x | 1
}
