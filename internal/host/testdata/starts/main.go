// Command starts works on as many goroutines as its argument says, some 10 ms on each, and ends. With "busy" before
// it, it uses that percentage of a CPU until it is killed, 4 ms at a time.
package main

import (
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"time"
)

func main() {
	if os.Args[1] == "busy" {
		busy(number(os.Args[2]))
	}
	var all sync.WaitGroup
	for range number(os.Args[1]) {
		all.Go(func() { work(5_000_000) })
	}
	all.Wait()
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

func busy(percent int) {
	const burst = 4 * time.Millisecond
	pause := float64(burst) * float64(100-percent) / float64(percent)
	for {
		for began := time.Now(); time.Since(began) < burst; {
			work(1000)
		}
		time.Sleep(time.Duration(pause * rand.ExpFloat64()))
	}
}

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
