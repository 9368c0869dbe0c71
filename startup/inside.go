package startup

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"sort"
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
	if g.cause.Class != "subprocess" {
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
		if g.cause.Class == "subprocess" {
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
	line, err := decodeEvents(o.files, file(fileEvents))
	if err != nil || marks.Start == 0 || len(line.Goroutines) == 0 {
		return nil, nil
	}
	in := &observation{pass: o.pass, start: c.Exec + c.Stood, marks: marks, line: line, good: true,
		children: o.children, files: o.files}
	in.extend()
	in.ready = cmp.Or(marks.Exit, c.End, line.End)
	if _, err := in.takeSamples(o.files, file(fileSamples)); err != nil {
		return nil, nil
	}
	c.Unwatched = strings.Join(line.Warnings, "; ") // the rest was not, see children.unwatched
	in.holdWaits()
	p := o.children.Programs[c.Program-1]
	seen := observed{Package: p.Package, Module: p.Module, Go: p.Go, Packages: p.Packages, Modules: p.Modules,
		Named: c.Name, ObservedBy: o.pass}
	return in, seen.namer()
}

// during returns the child's own path while somebody waited for it: to what it had reached at the end of
// each wait. It changes what o spans to that.
func (o *observation) during(w waited) []slice {
	begin, end := o.start, o.ready
	var path []slice
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

// takeChildren reads what was seen of children. How long they stood still on their own paths to be looked
// at, after their exec, is put at the end of their lives into the waits for them: they would have ended so
// much sooner.
func (o *observation) takeChildren(files fs.FS) (err error) {
	o.files = files
	if o.children, err = readChildren(files); err != nil || o.children == nil {
		return err
	}
	o.extend()
	for i := range slices.Backward(o.children.All) { // their own children first
		c := &o.children.All[i]
		if c.End == 0 {
			continue
		}
		held := o.children.heldBelow(c)
		if in, _ := o.observe(c); in != nil {
			held = in.heldOnPath()
		}
		c.held = min(held, max(0, c.End-c.Exec-c.Stood))
	}
	o.holdWaits()
	return nil
}

// heldBelow is how long what a child executed stood still to be looked at: of a child that was not looked into, as
// a shell, it is not known that it waited for anything else.
func (c *children) heldBelow(of *child) (sum int64) {
	for i := range c.All {
		if kid := &c.All[i]; kid.Parent == of.PID && kid.Exec > of.Exec && kid.Exec < of.End {
			sum += kid.Stood + kid.held
		}
	}
	return sum
}

// extend lets waits that nothing was seen to end last until nobody looked any more: a process that waits for
// a child may have no events.
func (o *observation) extend() {
	end, last := o.marks.Stop, o.line.End
	if end <= last || o.marks.Exit != 0 {
		return
	}
	for _, g := range o.line.Goroutines {
		spans := g.Spans()
		if n := len(spans); n > 0 && spans[n-1].To == last && spans[n-1].State != timeline.Running {
			longer := slices.Clone(spans)
			longer[n-1].To = end
			g.SetSpans(longer...)
		}
	}
	o.line.End = end
}

// heldOnPath is how long the process stood still on the way to its end.
func (o *observation) heldOnPath() (sum int64) {
	o.readyG = o.lastActive(o.ready)
	o.line.WalkBack(o.readyG, o.start, o.ready, func(p *timeline.Piece) {
		sum += heldWithin(o.line.Held[p.G], p.From, p.To)
	})
	return sum
}

// holdWaits notes in the goroutines that wait for children how long these were held up.
func (o *observation) holdWaits() {
	var lumps []timeline.Stretch
	for i := range o.children.All {
		c := &o.children.All[i]
		if c.Parent != o.marks.PID {
			continue
		}
		lumps = append(lumps, timeline.Stretch{From: c.Exec, To: c.Exec + c.Stood})
		if c.held > 0 {
			lumps = append(lumps, timeline.Stretch{From: c.End - c.held, To: c.End})
		}
	}
	if len(lumps) == 0 {
		return
	}
	cls := o.classifier()
	for id, g := range o.line.Goroutines {
		var more []timeline.Stretch
		for _, s := range g.Spans() {
			if s.State != timeline.Waiting && s.State != timeline.Syscall {
				continue
			}
			p := timeline.Piece{State: s.State, Reason: s.Reason, Kind: timeline.Program, Stack: s.Stack}
			if cls.classify(&p) != "subprocess" {
				continue
			}
			for _, l := range overlaps(lumps, timeline.Stretch{From: s.From, To: s.To}) {
				l.G = id
				more = append(more, l)
			}
		}
		if len(more) > 0 {
			if o.line.Held == nil {
				o.line.Held = map[int64][]timeline.Stretch{}
			}
			o.line.Held[id] = mergedStretches(append(slices.Clone(o.line.Held[id]), more...))
		}
	}
}

// mergedStretches returns stretches in order of time, with those made one that overlap.
func mergedStretches(all []timeline.Stretch) []timeline.Stretch {
	sort.Slice(all, func(i, j int) bool { return all[i].From < all[j].From })
	out := all[:1]
	for _, s := range all[1:] {
		if last := &out[len(out)-1]; s.From <= last.To {
			last.To = max(last.To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
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
