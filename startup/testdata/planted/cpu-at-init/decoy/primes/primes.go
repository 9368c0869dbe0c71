// Package primes knows the first prime numbers.
package primes

var first = sieve(10_000)

// Nth returns the nth prime, counting from 0.
func Nth(n int) int { return first[n] }

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
