// Published: go run -gcflags=-m on a test file shows what escapes to the heap.
package main

import "testing"

func leak() *int { return new(int) }

func TestLeak(t *testing.T) {
	if leak() == nil {
		t.Fatal("no pointer")
	}
}
