// Package a is one of two. Published: go test -trace=trace.out works for a project.
package a

import "testing"

func BenchmarkNothing(b *testing.B) {
	for i := 0; i < b.N; i++ {
	}
}
