package startup

import (
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/google/pprof/profile"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// A flameOf says how a profile of the record is drawn. The value is the last of its samples'.
type flameOf struct {
	file, title, caption string
	unit                 string
	base                 float64 // of one of the profile's units

	label string            // by which samples are kept apart; "" if they are not
	roots map[string]string // of each value of that label: what stands below its stacks
}

func flames() []flameOf {
	return []flameOf{
		{fileCPU, "CPU time", "CPU time of all goroutines by stack, callers below", "seconds", 1e-9, "", nil},
		{fileOffCPU, "time off the CPU", "Time in which goroutines waited, were in the kernel or had no turn, by stack. It is added up over all " +
			"of them and may be many times as long as the start; what is beside the path holds up nobody", "seconds", 1e-9,
			"on_path", map[string]string{"true": "[on the critical path]", "false": "[beside the path]"}},
		{fileAllocsPProf, "allocations", "Bytes allocated by stack, in a run of its own", "bytes", 1, "", nil},
	}
}

// What a flame graph leaves out.
const (
	thinNode = 0.0005 // of the total
	deepest  = 256    // nodes above one another
)

// mostProfile is the most bytes of a profile that are unpacked.
const mostProfile = 256 << 20

// flame draws a profile; nil if the record has none.
func (p *page) flame(f flameOf) *report.Figure {
	if !p.files.has(f.file) {
		return nil
	}
	file, err := p.files.Open(f.file)
	if err != nil {
		p.missing("flame graph of "+f.title, err)
		return nil
	}
	prof, err := readProfile(file)
	if err != nil {
		p.missing("flame graph of "+f.title, fmt.Errorf("reading %s: %w", f.file, err))
		return nil
	}
	fig := f.draw(prof, p.names)
	if fig != nil {
		until := "ready"
		if notReady(p.rec) {
			until = "when it was given up"
		}
		fig.Caption = fmt.Sprintf("Up to %s: %s", until, fig.Caption)
	}
	return fig
}

// draw is the flame graph of a profile; nil if there is nothing in it.
func (f flameOf) draw(prof *profile.Profile, names *namer) *report.Figure {
	root := &flameNode{}
	for _, s := range prof.Sample {
		if v := last(s.Value); v > 0 {
			root.value += v
			names.grow(root.group(f.roots[labelOf(s, f.label)], v), s.Location, v)
		}
	}
	if root.value <= 0 { // or so much that it is no number
		return nil
	}
	fl := &report.Flame{Unit: f.unit, Total: float64(root.value) * f.base}
	var left int
	fl.Roots, left = root.nodes(float64(root.value)*thinNode, f.base)
	caption := fmt.Sprintf("%s. %s in all.", f.caption, unit.Format(fl.Total, f.unit))
	if left > 0 {
		caption += fmt.Sprintf(" %d branches with less than 0.05 %% of it are left out.", left)
	}
	return &report.Figure{Title: f.title, Caption: caption, Flame: fl}
}

// readProfile reads a profile that was compressed.
func readProfile(r io.Reader) (*profile.Profile, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(z, mostProfile+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > mostProfile:
		return nil, errors.New("it is too large")
	}
	prof, err := profile.ParseUncompressed(data)
	if err != nil {
		return nil, err
	}
	return prof, prof.CheckValid()
}

func last(values []int64) int64 {
	if len(values) == 0 {
		return 0
	}
	return values[len(values)-1]
}

// A flameNode is a function with one stack below it.
type flameNode struct {
	name, place string
	kind        string
	value       int64
	calls       map[string]*flameNode
}

// labelOf is a label of a sample, "" if it has none of that name.
func labelOf(s *profile.Sample, name string) string {
	if values := s.Label[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// group returns the node of that name, and adds to it; without a name it is root itself.
func (root *flameNode) group(name string, value int64) *flameNode {
	if name == "" {
		return root
	}
	to := root.calls[name]
	if to == nil {
		to = &flameNode{name: name, kind: "runtime"}
		root.add(to)
	}
	to.value += value
	return to
}

func (at *flameNode) add(to *flameNode) {
	if at.calls == nil {
		at.calls = map[string]*flameNode{}
	}
	at.calls[to.name] = to
}

// grow adds a stack, innermost first, to the graph above root.
func (n *namer) grow(root *flameNode, stack []*profile.Location, value int64) {
	at, depth := root, 0
	for _, l := range slices.Backward(stack) {
		for _, line := range slices.Backward(l.Line) {
			if depth++; line.Function == nil || depth > deepest {
				continue
			}
			at = n.call(at, line)
			at.value += value
		}
	}
}

// call returns the node of a function that is called in another one.
func (n *namer) call(from *flameNode, line profile.Line) *flameNode {
	f := line.Function
	to := from.calls[f.Name]
	if to == nil {
		at := n.frame(timeline.Frame{Func: f.Name, File: f.Filename, Line: int(line.Line)})
		to = &flameNode{name: f.Name, place: place(at, n.module), kind: n.kind(f.Name)}
		from.add(to)
	}
	return to
}

// kind says whose code a function is.
func (n *namer) kind(symbol string) string {
	switch {
	case ofRuntime(symbol) || symbol == "[no stack]":
		return "runtime"
	case n.packageOf(symbol) == n.main:
		return "main"
	case n.standard(symbol):
		return "std"
	case n.moduleOf(symbol) == cmp.Or(n.module, repositoryOf(n.main)):
		return "main"
	}
	return "module"
}

// nodes returns the callees with at least so much, the heaviest first, and how many others there are.
func (at *flameNode) nodes(least, base float64) (out []report.Node, left int) {
	for _, to := range at.calls {
		if float64(to.value) < least {
			left++
			continue
		}
		calls, more := to.nodes(least, base)
		left += more
		out = append(out, report.Node{Name: to.name, Place: to.place, Kind: to.kind, Value: float64(to.value) * base, Calls: calls})
	}
	slices.SortFunc(out, func(x, y report.Node) int {
		return cmp.Or(cmp.Compare(y.Value, x.Value), cmp.Compare(x.Name, y.Name))
	})
	return out, left
}
