package timeline

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// FuzzWalk walks timelines that no program would make: spans out of order, overlapping and
// backwards, wakers and creators in circles. A path must telescope all the same.
func FuzzWalk(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(scribble(seed), int64(0), int64(64))
	}
	f.Add([]byte{}, int64(-5), int64(5))
	f.Fuzz(func(t *testing.T, data []byte, from, to int64) {
		of := timelineFrom(data)
		for g := range int64(5) {
			path := of.Walk(g, from, to)
			if problem := telescopes(path, from, to); problem != "" {
				t.Fatalf("Walk(%d, %d, %d): %s", g, from, to, problem)
			}
			for i := range path {
				path[i].Waits()
			}
		}
		of.At(from)
		of.Accepts()
	})
}

func scribble(seed uint64) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, 0, 512)
	for len(data) < 512 {
		data = binary.LittleEndian.AppendUint64(data, random.Uint64())
	}
	return data
}

// timelineFrom makes a timeline of up to four goroutines of arbitrary bytes.
func timelineFrom(data []byte) *Timeline {
	next := func() int64 {
		if len(data) == 0 {
			return 0
		}
		b := data[0]
		data = data[1:]
		return int64(b)
	}
	of := &Timeline{End: 64, Goroutines: map[int64]*Goroutine{}}
	spans := map[int64][]Span{}
	reasons := []string{"sleep", "network", "sync", "GC mark assist wait for work", "system goroutine wait"}
	at := int64(0)
	for len(data) > 0 {
		g, length := next()%4+1, next()%16-1
		at = (at + next()%8) % 64
		spans[g] = append(spans[g], Span{From: at, To: at + length, State: State(next() % 6),
			Reason: reasons[next()%5], Waker: next() % 6})
		if n := next(); n%4 == 0 {
			of.Ranges = append(of.Ranges, Range{From: at - n%3, To: at + length, G: g,
				Name: []string{"GC mark assist", "stop-the-world (GC mark termination)"}[n%2]})
			of.Samples = append(of.Samples, Sample{Time: at, G: g})
		}
	}
	for g, s := range spans {
		of.Goroutines[g] = created(g, s[0].Waker, s[0].From%3, s...)
		of.Goroutines[g].Runtime = s[0].State == Runnable
	}
	return of
}
