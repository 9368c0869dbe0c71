package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/metrics"
)

// runtimeFigures is what the runtime itself has to say.
type runtimeFigures struct {
	edges       []float64 // of /sched/latencies: one more than counts
	counts      []uint64
	idle, total float64 // seconds in which Ps were idle, and of all Ps
}

// readBefore and readAfter collect garbage, as /cpu/classes are brought up to date by that alone,
// and keep the collection, which yields again and again, out of the latencies.
func readBefore() (*runtimeFigures, error) {
	runtime.GC()
	r := new(runtimeFigures)
	if err := r.latencies(); err != nil {
		return nil, err
	}
	return r, r.cpu()
}

func readAfter() (*runtimeFigures, error) {
	r := new(runtimeFigures)
	if err := r.latencies(); err != nil {
		return nil, err
	}
	runtime.GC()
	return r, r.cpu()
}

func (r *runtimeFigures) latencies() error {
	v, err := read("/sched/latencies:seconds")
	if err != nil {
		return err
	}
	h := v.Float64Histogram()
	r.edges, r.counts = h.Buckets, h.Counts
	return nil
}

func (r *runtimeFigures) cpu() error {
	idle, err := read("/cpu/classes/idle:cpu-seconds")
	if err != nil {
		return err
	}
	total, err := read("/cpu/classes/total:cpu-seconds")
	if err != nil {
		return err
	}
	r.idle, r.total = idle.Float64(), total.Float64()
	return nil
}

func read(name string) (metrics.Value, error) {
	s := []metrics.Sample{{Name: name}}
	metrics.Read(s)
	if s[0].Value.Kind() == metrics.KindBad {
		return metrics.Value{}, fmt.Errorf("%s does not know %s", runtime.Version(), name)
	}
	return s[0].Value, nil
}

func (r *runtimeFigures) since(before *runtimeFigures) *runtimeFigures {
	d := &runtimeFigures{edges: r.edges, counts: make([]uint64, len(r.counts)),
		idle: r.idle - before.idle, total: r.total - before.total}
	for i := range r.counts {
		d.counts[i] = r.counts[i] - before.counts[i]
	}
	return d
}

func (r *runtimeFigures) samples() (n uint64) {
	for _, c := range r.counts {
		n += c
	}
	return n
}

// A bucket is all that a histogram tells of a value.
type bucket struct{ low, high float64 }

// quantile returns the bucket of the nearest rank.
func (r *runtimeFigures) quantile(q float64) bucket {
	rank := uint64(math.Ceil(q * float64(r.samples())))
	var seen uint64
	for i, c := range r.counts {
		if seen += c; seen >= rank && c > 0 {
			return r.bucket(i)
		}
	}
	return bucket{math.NaN(), math.NaN()}
}

// bucket closes the outermost buckets, which reach to infinity.
func (r *runtimeFigures) bucket(i int) bucket {
	b := bucket{r.edges[i], r.edges[i+1]}
	if math.IsInf(b.low, -1) {
		b.low = 0
	}
	if math.IsInf(b.high, 1) {
		b.high = b.low
	}
	return b
}
