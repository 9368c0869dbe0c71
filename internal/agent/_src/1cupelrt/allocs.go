package cupelrt

import "runtime"

// allocRate is the mean number of bytes between two samples. At 4096 a start that allocates 10 MB has
// some 2,500 samples, which tell a site of 1 % to a fifth of its value, and costs about 1 ms more;
// see docs/benchmarks.md.
const allocRate = 4096

//go:norace
func sampleAllocs() {
	runtime.MemProfileRate = allocRate
	restartSampling()
}

// writeAllocs writes what was allocated until now, site by site, as package agent reads it. The
// profile is complete only when a collection has ended.
//
//go:norace
func writeAllocs(at int) {
	runtime.MemProfileRate = 0
	runtime.GC()
	w := &allocWriter{functions: map[function]int{}}
	w.page = w.page.text("cupel-allocs\t1").end()
	w.page = w.page.text("rate").num(allocRate).end()
	w.page = w.page.text("total").num(allocated("/gc/heap/allocs:bytes", at)).
		num(allocated("/gc/heap/allocs:objects", at)).end()
	for _, r := range memProfile() {
		w.site(&r)
	}
	writeAll(traceFD, w.page.text("end").end())
}

// allocated is how much a counter of the runtime grew from the start to the point at.
//
//go:norace
func allocated(name string, at int) int64 {
	for i := range metricNames {
		if metricNames[i] == name {
			return int64(snapshots[at][i].scalar - snapshots[atStart][i].scalar)
		}
	}
	return 0
}

//go:norace
func memProfile() []runtime.MemProfileRecord {
	for n, ok := runtime.MemProfile(nil, true); ; {
		records := make([]runtime.MemProfileRecord, n+50)
		if n, ok = runtime.MemProfile(records, true); ok {
			return records[:n]
		}
	}
}

// function is a function as stacks name it.
type function struct{ name, file string }

// allocWriter writes sites and, before the first site that has it, each function.
type allocWriter struct {
	page      page
	functions map[function]int // number in order of appearance
}

//go:norace
func (w *allocWriter) site(r *runtime.MemProfileRecord) {
	stack := r.Stack()
	if len(stack) == 0 || r.AllocObjects == 0 {
		return
	}
	line := page("site").num(r.AllocBytes).num(r.AllocObjects)
	frames := runtime.CallersFrames(stack)
	for {
		f, more := frames.Next()
		line = line.num(int64(w.number(function{f.Function, f.File}))).num(int64(f.Line))
		if !more {
			break
		}
	}
	w.page = append(w.page, line.end()...)
	if len(w.page) > 1<<16 {
		writeAll(traceFD, w.page)
		w.page = w.page[:0]
	}
}

//go:norace
func (w *allocWriter) number(f function) int {
	n, ok := w.functions[f]
	if !ok {
		n = len(w.functions)
		w.functions[f] = n
		w.page = w.page.text("func").tab(f.name).tab(f.file).end()
	}
	return n
}
