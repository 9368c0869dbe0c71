//go:build go1.23

package main

import "iter"

// coroutine switches between goroutines without the scheduler.
func coroutine() {
	for n := range [5]int{} {
		next, stop := iter.Pull(func(yield func(int) bool) {
			for i := 0; i < 20 && yield(i); i++ {
			}
		})
		for i := 0; i <= 20-n%3; i++ {
			next()
		}
		stop()
	}
}
