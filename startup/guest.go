package startup

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// guestWarnings tell that the program itself asked for the tracer or the profiler, of which a process
// has one each: what that means for the figures, once per function called.
func (n *namer) guestWarnings(o *observation) []evidence.Warning {
	var out []evidence.Warning
	told := map[string]bool{}
	for _, g := range o.marks.Guests {
		if told[g.API] {
			continue
		}
		told[g.API] = true
		at := place(n.frame(timeline.Frame{Func: g.Symbol, File: g.File, Line: g.Line}), n.module)
		meaning := "it gets the trace that Cupel takes; what tracing costs is in the plain runs, too"
		if strings.HasPrefix(g.API, "runtime/pprof.") {
			meaning = "Cupel's profiler steps aside from then on, so lines of CPU time are as coarse as the program's samples"
		}
		out = append(out, evidence.Warning{Metric: MetricReady, Text: fmt.Sprintf("the program calls %s itself after %s (%s): %s",
			g.API, unit.Seconds(float64(g.Time-o.start)/1e9), at, meaning)})
	}
	return out
}
