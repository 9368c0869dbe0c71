package startup

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// A packageInit is one line of GODEBUG=inittrace=1.
type packageInit struct {
	Package string
	At      time.Duration // since the runtime began to initialise
	Clock   time.Duration // wall time of the package's init work
}

// parseInitTrace picks the lines of GODEBUG=inittrace=1 out of a program's output. Other lines
// are the program's own and are passed over.
func parseInitTrace(r io.Reader) ([]packageInit, error) {
	var out []packageInit
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p packageInit
		var at, clock float64
		var bytes, allocs int64
		n, _ := fmt.Sscanf(lines.Text(), "init %s @%f ms, %f ms clock, %d bytes, %d allocs",
			&p.Package, &at, &clock, &bytes, &allocs)
		if n < 5 || at < 0 || clock < 0 || at > 1e12 || clock > 1e12 {
			continue
		}
		p.At = time.Duration(at * float64(time.Millisecond))
		p.Clock = time.Duration(clock * float64(time.Millisecond))
		out = append(out, p)
	}
	return out, lines.Err()
}

// analyzeInitTrace adds the init times of packages where the agent could not run.
func analyzeInitTrace(dir string, seen *observed, rec *evidence.Record, m *metrics) {
	f, err := os.Open(filepath.Join(dir, fileInitTrace))
	if err != nil {
		rec.Skipped = append(rec.Skipped, evidence.Skipped{What: "package init times", Why: err.Error()})
		return
	}
	defer f.Close()
	inits, err := parseInitTrace(f)
	if err != nil {
		rec.Warnings = append(rec.Warnings, evidence.Warning{Metric: MetricInitSelf, Text: err.Error()})
	}
	n := seen.namer()
	total := 0.0
	for _, p := range inits {
		pkg := p.Package
		if pkg == "main" {
			pkg = n.main
		}
		total += p.Clock.Seconds()
		m.add(passInitTrace, MetricInitSelf, "lower", n.packageLabels(pkg), p.Clock.Seconds())
	}
	if len(inits) > 0 {
		m.add(passInitTrace, MetricPackageInit, "lower", nil, total)
	}
}
