// Package b is one of two. Published: go test -trace=trace.out works for a project.
package b

import "testing"

func BenchmarkNothing(b *testing.B) {
	for i := 0; i < b.N; i++ {
	}
}
