// Package primes knows the first prime numbers.
package primes

import (
	"time"

	"example.com/planted/cpu-at-init/stopwatch"
)

const cost = 300 * time.Millisecond

var first []int

func init() {
	first = compute() // want: cpu-at-init
}

// Nth returns the nth prime, counting from 0.
func Nth(n int) int { return first[n] }

// compute sieves again and again until cost has passed, so that it is as dear on a fast machine
// as on a slow one.
func compute() []int {
	start := time.Now()
	defer stopwatch.Record(start)
	var primes []int
	for time.Since(start) < cost {
		primes = sieve(5_000_000)
	}
	return primes
}

// sieve returns the primes below n.
func sieve(n int) []int {
	composite := make([]bool, n)
	primes := make([]int, 0, n/8)
	for i := 2; i < n; i++ {
		if composite[i] {
			continue
		}
		primes = append(primes, i)
		for j := i * i; j < n; j += i {
			composite[j] = true
		}
	}
	return primes
}
