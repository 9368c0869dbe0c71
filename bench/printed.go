package bench

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A figure is a value that an arm printed, or that was measured from outside of it.
type figure struct {
	metric string
	labels string // "key=value,…" in the order of keys; "" without
	value  float64
}

// keptWork is how many bytes of a result are kept, to show where two differ.
const keptWork = 64 << 10

// printed reads what an arm writes to stdout as it comes: lines that begin with "Benchmark" are figures in the Go
// benchmark format, all others are the result of the work.
type printed struct {
	only  bool // all lines are the result
	line  []byte
	kept  []byte // the beginning of the result
	sum   hash.Hash
	lines []string // with figures
}

func newPrinted(only bool) *printed { return &printed{only: only, sum: sha256.New()} }

// longestFigures is how much of a line without an end is held back to see whether it has figures.
const longestFigures = 64 << 10

// Write takes what was printed next. It never fails.
func (p *printed) Write(b []byte) (int, error) {
	n := len(b)
	if p.only {
		p.result(b)
		return n, nil
	}
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			p.line = append(p.line, b...)
			if len(p.line) > longestFigures {
				p.result(p.line)
				p.line = p.line[:0]
			}
			break
		}
		p.line = append(p.line, b[:i+1]...)
		p.end()
		b = b[i+1:]
	}
	return n, nil
}

// end is that of a line.
func (p *printed) end() {
	if bytes.HasPrefix(p.line, []byte("Benchmark")) {
		p.lines = append(p.lines, string(bytes.TrimRight(p.line, "\r\n")))
	} else {
		p.result(p.line)
	}
	p.line = p.line[:0]
}

func (p *printed) result(b []byte) {
	p.sum.Write(b)
	p.kept = append(p.kept, b[:min(len(b), keptWork-len(p.kept))]...)
}

// work is what the arm printed besides figures.
func (p *printed) work() work {
	p.end()
	return work{sum: hex.EncodeToString(p.sum.Sum(nil)), kept: string(p.kept)}
}

// A work is the result of an arm's work, which is that of all arms.
type work struct{ sum, kept string }

// differs says where two results differ.
func (w work) differs(of, than string, from work) error {
	a, b := strings.Split(from.kept, "\n"), strings.Split(w.kept, "\n")
	for i := range max(len(a), len(b)) {
		line := func(all []string) string {
			if i >= len(all) {
				return "nothing"
			}
			return strconv.Quote(shortened(all[i]))
		}
		if line(a) != line(b) {
			return fmt.Errorf("%s prints another result than %s: its line %d is %s, that of %s %s", of, than, i+1, line(b), than, line(a))
		}
	}
	return fmt.Errorf("%s prints another result than %s: they differ beyond the first %d bytes", of, than, keptWork)
}

// shortened cuts a line for a message.
func shortened(line string) string {
	const most = 120
	if len(line) > most {
		return strings.ToValidUTF8(line[:most], "") + "…"
	}
	return line
}

// figures reads the lines with figures. The unit of a value is the metric's name, and labels stand in the
// benchmark's name: BenchmarkGC/live=64MB 1 0.172 /gc/cycle:seconds.
func (p *printed) figures(metrics []Metric) (all []figure, err error) {
	for _, line := range p.lines {
		fields := strings.Fields(line)
		if len(fields) < 4 || len(fields)%2 != 0 {
			return nil, fmt.Errorf("%q is no line of the Go benchmark format", shortened(line))
		}
		labels, err := labelsOf(fields[0])
		if err != nil {
			return nil, err
		}
		for i := 2; i < len(fields); i += 2 {
			f := figure{metric: fields[i+1], labels: labels}
			if f.value, err = strconv.ParseFloat(fields[i], 64); err != nil || !finite(f.value) {
				return nil, fmt.Errorf("%q: %q is no number", shortened(line), fields[i])
			}
			if !slices.ContainsFunc(metrics, func(m Metric) bool { return m.Name == f.metric }) {
				return nil, fmt.Errorf("%q: no metric is called %s", shortened(line), f.metric)
			}
			if slices.ContainsFunc(all, func(g figure) bool { return g.metric == f.metric && g.labels == f.labels }) {
				return nil, fmt.Errorf("%q: %s was printed already, once a run is all", shortened(line), f.metric)
			}
			all = append(all, f)
		}
	}
	return all, nil
}

// labelArm is the label of a metric that names its arm.
const labelArm = "arm"

// labelsOf reads the labels in the name of a benchmark.
func labelsOf(name string) (string, error) {
	labels := map[string]string{}
	for i, part := range strings.Split(name, "/") {
		if i == 0 {
			continue
		}
		k, v, ok := strings.Cut(part, "=")
		if !ok || k == "" || v == "" || k == labelArm || strings.ContainsAny(part, ",{}\"") {
			return "", fmt.Errorf("%s: what stands behind a slash is a label like live=64MB, and not %q", name, part)
		}
		labels[k] = v
	}
	return labelText(labels), nil
}

// labelText writes labels in the order of their keys.
func labelText(labels map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, k+"="+labels[k])
	}
	return strings.Join(parts, ",")
}

// labelMap is the reverse of labelText, with the arm.
func labelMap(text, arm string) map[string]string {
	labels := map[string]string{labelArm: arm}
	for part := range strings.SplitSeq(text, ",") {
		if k, v, ok := strings.Cut(part, "="); ok {
			labels[k] = v
		}
	}
	return labels
}

func finite(v float64) bool { return v-v == 0 }
