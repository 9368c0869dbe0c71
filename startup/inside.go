package startup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// mostInside is how many causes inside of one child are told.
const mostInside = 6

// inside returns the causes inside of the Go programs that a group of the path waited for, the heaviest
// first within each process. They explain the cost of the finding with that fingerprint and are never
// ranked. ready is that of the observed program in seconds: shares are of it.
func (o *observation) inside(g *group, ready float64, within string) []evidence.Finding {
	if g.cause.class() != classSubprocess {
		return nil
	}
	var out []evidence.Finding
	for _, w := range o.waitedFor(g.slices) {
		out = append(out, o.insideOf(w, ready, within, map[*child]bool{})...)
	}
	return out
}

// insideOf looks into one child, or where that was not watched into its own children at that time. seen
// are those that have been looked into.
func (o *observation) insideOf(w waited, ready float64, within string, seen map[*child]bool) []evidence.Finding {
	if seen[w.child] {
		return nil
	}
	seen[w.child] = true
	c, n := o.observe(w.child)
	var out []evidence.Finding
	if c == nil {
		for i := range o.children.All {
			kid := &o.children.All[i]
			if during := overlaps(w.during, kid.life()); kid.Parent == w.PID && len(during) > 0 {
				out = append(out, o.insideOf(waited{kid, during}, ready, within, seen)...)
			}
		}
		return out
	}
	groups := n.notable(c, c.during(w))
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(b.seconds(), a.seconds()) })
	for _, g := range groups[:min(mostInside, len(groups))] {
		f := n.finding(g, g.seconds(), ready)
		f.Severity, f.Process, f.Within = finding.Info, w.command(), within
		out = append(out, f)
		if g.cause.class() == classSubprocess {
			for _, kid := range c.waitedFor(g.slices) {
				out = append(out, c.insideOf(kid, ready, within, seen)...)
			}
		}
	}
	return out
}

// overlaps returns the parts of stretches that lie within another one.
func overlaps(all []timeline.Stretch, within timeline.Stretch) []timeline.Stretch {
	var out []timeline.Stretch
	for _, s := range all {
		s.From, s.To = max(s.From, within.From), min(s.To, within.To)
		if s.From < s.To {
			out = append(out, s)
		}
	}
	return out
}

// observe returns what was seen inside of a child, nil if nothing was. Its reader may change it.
func (o *observation) observe(c *child) (*observation, *namer) {
	if !c.looked {
		c.looked = true
		c.inside, c.namer = o.lookInto(c)
	}
	if c.inside == nil {
		return nil, nil
	}
	own := *c.inside
	return &own, c.namer
}

func (o *observation) lookInto(c *child) (*observation, *namer) {
	if c.Inside == 0 || c.Program < 1 || c.Program > len(o.children.Programs) {
		return nil, nil
	}
	file := func(name string) string { return insideFile(name, c.Inside) }
	marks, err := readMarks(o.files, file(fileMarks))
	if err != nil {
		return nil, nil
	}
	sampled, err := readSamples(o.files, file(fileSamples))
	if err != nil {
		return nil, nil
	}
	line, err := decodeEvents(o.files, file(fileEvents), inquire(sampled, o.children, marks.PID))
	if err != nil || marks.Start == 0 || len(line.Goroutines) == 0 {
		return nil, nil
	}
	in := &observation{pass: o.pass, start: c.Exec + c.Stood, marks: marks, line: line, good: true,
		children: o.children, files: o.files}
	in.extend()
	in.ready = cmp.Or(marks.Exit, c.End, line.End)
	in.takeSamples(sampled)
	c.Unwatched = strings.Join(line.Warnings, "; ") // the rest was not, see children.unwatched
	in.holdWaits()
	p := o.children.Programs[c.Program-1]
	seen := observed{Package: p.Package, Module: p.Module, Go: p.Go, Packages: p.Packages, Modules: p.Modules,
		Named: c.Name, ObservedBy: o.pass}
	return in, seen.namer()
}

// during returns the child's own path while somebody waited for it: to what it had reached at the end of
// each wait. It changes what o spans to that.
func (o *observation) during(w waited) []*slice {
	begin, end := o.start, o.ready
	var path []*slice
	o.readyG = 0
	for _, s := range joinedWaits(w) {
		from, to := max(begin, s.From), min(end, s.To)
		if from >= to {
			continue
		}
		if o.readyG == 0 {
			begin = from
		}
		o.start, o.ready = from, to
		o.readyG = o.lastActive(to)
		if to == o.marks.Exit {
			o.readyG = o.exiting(to)
		}
		held := o.held
		path = append(path, o.slices()...)
		for phase, ns := range held {
			o.held[phase] += ns
		}
	}
	o.start = begin
	return path
}

// joinedWaits makes one of waits that nothing but looking at the child keeps apart. That was put at the end
// of its life, see takeChildren.
func joinedWaits(w waited) []timeline.Stretch {
	out := slices.Clone(w.during)
	slices.SortFunc(out, func(a, b timeline.Stretch) int { return cmp.Compare(a.From, b.From) })
	joined := out[:1]
	for _, s := range out[1:] {
		if last := &joined[len(joined)-1]; s.From <= last.To {
			last.To = max(last.To, s.To)
			continue
		}
		joined = append(joined, s)
	}
	if last := &joined[len(joined)-1]; w.End != 0 && w.held > 0 && last.To >= w.End-w.held {
		last.To = w.End
	}
	return joined
}

// insideDetails tells what was found inside of the children that a cause waits for, one line per process.
func insideDetails(rec *evidence.Record, cause evidence.Finding) []report.KeyValue {
	var lines []report.KeyValue
	last := ""
	for _, f := range rec.Findings {
		if f.Process == "" || f.Within != cause.Fingerprint {
			continue
		}
		text := fmt.Sprintf("%s %s %s", unit.Seconds(f.Cost.Value), shortPlace(f.Where), f.Title)
		if at := place(f.Where, f.Where.Module); at != "" {
			text += " (" + at + ")"
		}
		if f.Process == last {
			lines[len(lines)-1].Value += "; " + text
			continue
		}
		last = f.Process
		lines = append(lines, report.KeyValue{Key: "inside", Value: fmt.Sprintf("`%s`: %s", f.Process, text),
			Aside: cause.Severity == finding.Low})
	}
	return lines
}
