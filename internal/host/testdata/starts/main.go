// Command starts works for some CPU time on as many goroutines as it is told, and ends.
package main

import (
	"os"
	"strconv"
	"sync"
)

func main() {
	n, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	var all sync.WaitGroup
	for range n {
		all.Go(func() { work(5_000_000) })
	}
	all.Wait()
}

// work takes some 10 ms.
//
//go:noinline
func work(turns int) uint64 {
	x := uint64(88172645463325252)
	for range turns {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}
