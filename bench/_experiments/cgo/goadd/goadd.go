// Goadd calls a Go function that is not inlined. It is built without cgo.
package main

import (
	"sync/atomic"

	"cgo/call"
)

//go:noinline
func add(a, b int64) int64 { return a + b }

func loop(n int64) int64 {
	sum := int64(0)
	for i := int64(0); i < n; i++ {
		sum = add(sum, i)
	}
	return sum
}

func main() {
	var inside atomic.Int64
	release := make(chan bool)
	call.Main(call.Subject{
		Loop:    loop,
		Block:   func() { inside.Add(1); <-release },
		Inside:  func() int { return int(inside.Load()) },
		Release: func() { close(release) },
	})
}
