package history

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkOf makes the history of as many records as a store keeps.
func BenchmarkOf(b *testing.B) {
	s := scenario{runs: 20, day: usualDay, run: usualRun}
	var all []Entry
	for seed := uint64(0); len(all) < 2000; seed++ {
		for _, e := range s.entries(seed) {
			i := len(all)
			e.Record, e.Created = fmt.Sprint(i), e.Created.Add(time.Duration(i)*time.Hour-time.Duration(i%days)*24*time.Hour)
			all = append(all, e)
		}
	}
	all = all[:2000]
	b.ReportAllocs()
	for b.Loop() {
		Of(all, nil, Options{})
	}
}
