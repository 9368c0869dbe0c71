package startup

import "github.com/cupelgo/cupel/internal/finding"

var gcOnPath = cause{
	Rule: finding.Rule{
		Name:  "gc-on-path",
		Title: "waits for or helps the garbage collector",
		Class: "gc",
		Doc: "The heap grows from nothing during a start, so the collector runs often; this is only " +
			"the part that stood on the path, not its work beside it.",
		Do: "allocate less (size hints, reuse), or set GOMEMLIMIT with a higher GOGC; what GOGC=400 " +
			"would change is measured, if there are time and memory for six pairs of runs",
		Before:  `index := map[string]*Entry{}`,
		After:   `index := make(map[string]Entry, len(docs))`,
		Sources: []string{"https://go.dev/doc/gc-guide"},
	},
}
