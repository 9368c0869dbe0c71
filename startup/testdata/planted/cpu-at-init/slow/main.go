// Command slow sieves prime numbers before main, whether or not it is asked for one.
package main

import (
	"flag"
	"fmt"

	"example.com/planted/cpu-at-init/slow/primes"
	"example.com/planted/cpu-at-init/stopwatch"
)

func main() {
	n := flag.Int("n", -1, "number of the prime to print")
	flag.Parse()
	if *n >= 0 {
		fmt.Println(primes.Nth(*n))
	}
	stopwatch.Write()
}
