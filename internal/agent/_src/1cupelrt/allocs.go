package cupelrt

import "runtime"

// allocRate is the mean number of bytes between two samples. At 4096 a start that allocates 10 MB has
// some 2,500 samples, which tell a site of 1 % to a fifth of its value; each MB costs 0.5 to 0.8 ms
// more, against 4 ms at 512 (docs/benchmarks.md).
const allocRate = 4096

// What the runtime counts at the start and at the end.
var before, after runtime.MemStats

//go:norace
func sampleAllocs() {
	runtime.ReadMemStats(&before)
	runtime.MemProfileRate = allocRate
	restartSampling()
}

// writeAllocs writes what was allocated until now, site by site, as package agent reads it. The
// profile is complete only when a collection has ended.
//
//go:norace
func writeAllocs() {
	changed := runtime.MemProfileRate != allocRate
	runtime.MemProfileRate = 0
	runtime.ReadMemStats(&after)
	runtime.GC()
	w := &allocWriter{functions: map[function]int{}}
	w.page = w.page.text("cupel-allocs\t1").end()
	w.page = w.page.text("rate").num(allocRate).end()
	if changed {
		w.page = w.page.text("changed").end()
	}
	w.page = w.page.time("exit", exitTime)
	w.page = w.page.text("total").num(int64(after.TotalAlloc - before.TotalAlloc)).
		num(int64(after.Mallocs - before.Mallocs)).end()
	for _, r := range memProfile() {
		w.site(&r)
	}
	writeAll(traceFD, w.page.text("end").end())
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
