package cupelrt

import (
	"runtime"
	"sync/atomic"
	"unsafe"
)

var (
	initsBegun   atomic.Bool
	initsWritten chan struct{}
)

// page is a buffer for lines of the marks file: one record per line, separated by tabs.
type page []byte

// writeInits writes all that is known when initialisation is over. It runs beside main.main so
// that the marks of a program that dies later have their init functions.
//
//go:norace
func writeInits() {
	if !initsBegun.CompareAndSwap(false, true) {
		<-initsWritten
		return
	}
	p := make(page, 0, 4096+200*len(inits))
	p = p.text("cupel-agent\t1").end()
	p = p.text("go").tab(runtime.Version()).end()
	p = p.text("pid").num(getpid()).end()
	p = p.text("clock").num(clockMono).num(clockWall).end()
	p = p.time("start", startTime)
	for _, c := range inits {
		p = p.init(c)
	}
	p = p.time("initdone", initDoneTime)
	writeAll(marksFD, p)
	close(initsWritten)
}

// writeMarks writes the marks file to its end.
//
//go:norace
func writeMarks() {
	writeInits()
	p := make(page, 0, 8192)
	p = p.time("stop", stopTime).time("exit", exitTime)
	for at := range snapshots {
		p = p.metrics(at)
	}
	p = p.guests()
	if noTasks {
		p = p.text("note").tab("inittasks not-found").end()
	}
	if traceError != "" {
		p = p.text("note").tab("trace: " + traceError).end()
	}
	writeAll(marksFD, p.text("end").end())
}

//go:norace
func (p page) init(c call) page {
	p = p.text("init").num(c.start).num(c.end)
	f := runtime.FuncForPC(c.pc)
	if f == nil {
		return p.tab("").tab("").num(0).end()
	}
	file, line := f.FileLine(c.pc)
	return p.tab(f.Name()).tab(file).num(int64(line)).end()
}

//go:norace
func (p page) metrics(at int) page {
	for i := range snapshots[at] {
		s := &snapshots[at][i]
		switch s.kind {
		case kindUint64:
			p = p.text("metric").tab(pointNames[at]).tab(s.name).tab("").digits(s.scalar).end()
		case kindFloat64:
			p = p.text("metric").tab(pointNames[at]).tab(s.name).tab("")
			p = p.float(*(*float64)(unsafe.Pointer(&s.scalar))).end()
		case kindHistogram:
			p = p.text("histogram").tab(pointNames[at]).tab(s.name).tab("")
			p = p.buckets((*histogram)(s.pointer)).end()
		}
	}
	return p
}

// buckets writes "FROM TO COUNT," for each bucket that is not empty.
//
//go:norace
func (p page) buckets(h *histogram) page {
	for i, n := range h.counts {
		if n > 0 {
			p = append(p.float(h.buckets[i]), ' ')
			p = append(p.float(h.buckets[i+1]), ' ')
			p = append(p.digits(n), ',')
		}
	}
	return p
}

// time writes an instant, if it came.
//
//go:norace
func (p page) time(name string, t int64) page {
	if t == 0 {
		return p
	}
	return p.text(name).num(t).end()
}

//go:norace
func (p page) text(s string) page { return append(p, s...) }

//go:norace
func (p page) end() page { return append(p, '\n') }

// tab writes a field of text. Separators within it, which no sane path has, become spaces.
//
//go:norace
func (p page) tab(s string) page {
	p = append(p, '\t')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\t' || c == '\n' {
			c = ' '
		}
		p = append(p, c)
	}
	return p
}

//go:norace
func (p page) num(n int64) page {
	p = append(p, '\t')
	if n < 0 {
		return append(p, '-').digits(uint64(-n))
	}
	return p.digits(uint64(n))
}

//go:norace
func (p page) digits(n uint64) page {
	if n >= 10 {
		p = p.digits(n / 10)
	}
	return append(p, '0'+byte(n%10))
}

// float writes seconds, rounded to the nanosecond. What is less than nothing, as the first bound of a
// histogram is, becomes 0.
//
//go:norace
func (p page) float(f float64) page {
	switch {
	case f <= 0:
		f = 0
	case f > maxSeconds:
		return append(p, "Inf"...)
	}
	nanos := uint64(f*1e9 + 0.5)
	p = append(p.digits(nanos/1e9), '.')
	for unit := uint64(1e8); unit > 0; unit /= 10 {
		p = append(p, '0'+byte(nanos/unit%10))
	}
	return p
}

const maxSeconds = 1e9 // in nanoseconds it fits 64 bits
