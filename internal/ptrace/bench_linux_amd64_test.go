package ptrace

import (
	"strconv"
	"testing"
	"time"
)

// hitsPerRun is how often a function is hit in each run of BenchmarkStays.
const hitsPerRun = 10000

// BenchmarkStays runs a program with a breakpoint that is hit again and again, and without it: what a hit
// costs the program, all in.
func BenchmarkStays(b *testing.B) {
	var hit, plain time.Duration
	for b.Loop() {
		hits := 0
		hit += timed(b, &Tracer{Exec: func(p *Process) {
			set(b, p, push(b, "pulse"), &Breakpoint{Hit: func(*Thread) { hits++ }})
		}})
		plain += timed(b, &Tracer{})
		if hits != hitsPerRun {
			b.Errorf("%d hits", hits)
		}
	}
	b.ReportMetric(float64(hit-plain)/float64(b.N)/hitsPerRun, "ns/hit")
	b.ReportMetric(0, "ns/op")
}

func timed(b *testing.B, tracer *Tracer) time.Duration {
	begin := time.Now()
	if _, state := trace(b, tracer, "loop", strconv.Itoa(hitsPerRun)); !state.Success() {
		b.Error(state)
	}
	return time.Since(begin)
}

// BenchmarkOnce runs a program through many breakpoints that are hit once: the time from one to the next.
func BenchmarkOnce(b *testing.B) {
	var spent int64
	for b.Loop() {
		var seen []int64
		trace(b, &Tracer{Exec: func(p *Process) {
			set(b, p, address(b, "tell"), &Breakpoint{Once: true, Hit: func(th *Thread) {
				sow(b, th, func(th *Thread) { seen = append(seen, th.Seen) })
			}})
		}}, "sled", strconv.Itoa(hitsPerRun))
		if len(seen) != hitsPerRun {
			b.Fatalf("%d hits", len(seen))
		}
		spent += seen[len(seen)-1] - seen[0]
	}
	b.ReportMetric(float64(spent)/float64(b.N)/(hitsPerRun-1), "ns/hit")
	b.ReportMetric(0, "ns/op")
}

// sow sets a breakpoint on each instruction that "sled" tells of.
func sow(b *testing.B, th *Thread, hit func(*Thread)) {
	r, err := th.Regs()
	if err != nil {
		b.Error(err)
		return
	}
	for i := range uint64(hitsPerRun) {
		set(b, th.Process, r.Rax+i, &Breakpoint{Once: true, Hit: hit})
	}
}

// BenchmarkBreak sets a thousand breakpoints.
func BenchmarkBreak(b *testing.B) {
	const count = 1000
	f, err := executable()
	if err != nil {
		b.Fatal(err)
	}
	var addrs []uint64
	for fn := range f.Funcs() {
		if addrs = append(addrs, fn.Entry); len(addrs) == count {
			break
		}
	}
	var spent time.Duration
	for b.Loop() {
		trace(b, &Tracer{Exec: func(p *Process) {
			begin := time.Now()
			for _, addr := range addrs {
				p.Break(addr, &Breakpoint{Once: true})
			}
			spent += time.Since(begin)
			for _, addr := range addrs {
				p.Clear(addr)
			}
		}}, "nothing")
	}
	b.ReportMetric(float64(spent)/float64(b.N)/count, "ns/breakpoint")
	b.ReportMetric(0, "ns/op")
}
