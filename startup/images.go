package startup

import (
	"fmt"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// An image is one program of a process that replaces it by another (exec), with what is said of it.
type image struct {
	*observation
	*namer
	by *child // what replaced the image before; nil of the first
}

// images returns what the observed process executed in place of its first program, in order of time.
func (c *children) images(pid int) []*child {
	if c == nil {
		return nil
	}
	var all []*child
	for i := range c.All {
		if c.All[i].PID == pid {
			all = append(all, &c.All[i])
		}
	}
	return all
}

// lastImage returns the observation of the program that the process executed in the end; earlier are those
// before it. It is o itself where there is no other, or one of them was not looked into.
func (o *observation) lastImage(first *namer) *observation {
	replaced := o.children.images(o.marks.PID)
	if len(replaced) == 0 {
		return o
	}
	all := []image{{o, first, nil}}
	for _, c := range replaced {
		before := all[len(all)-1]
		before.ready = c.Exec
		before.readyG = before.lastActive(c.Exec)
		in, n := o.observe(c)
		if in == nil {
			return o
		}
		all = append(all, image{in, n, c})
	}
	return lastOf(all)
}

// lastOf returns the observation of the last image, to which the others are earlier.
func lastOf(all []image) *observation {
	last := all[len(all)-1]
	last.earlier, last.named, last.image = all[:len(all)-1], last.namer, last.by
	return last.observation
}

// minded returns the observation of a child that gets ready while no goroutine waits for its end, as that of
// a program that minds another execution of itself: the path goes on in it from its exec. nil if there is no
// such child, or it was not looked into.
func (o *observation) minded(seen *observed) *observation {
	other := seen.other()
	if other == nil || other.How != experiment.HowChild || !other.Self || o.children == nil {
		return nil
	}
	for i := range o.children.All {
		c := &o.children.All[i]
		in, n := o.observe(c)
		if in == nil || len(in.line.Accepts()) == 0 || o.waiterAt(in.line.Accepts()[0].At) != 0 {
			continue
		}
		o.ready, o.readyG = c.Exec, o.lastActive(c.Exec)
		if c.begunBy != 0 && c.Parent == o.marks.PID {
			o.readyG = c.begunBy
		}
		return lastOf([]image{{o, seen.namer(), nil}, {in, n, c}})
	}
	return nil
}

// unfollowed tells that the process executes in the end what was not looked into; nil if it was, or if it
// executes what it began with.
func (o *observation) unfollowed() *evidence.Skipped {
	replaced := o.children.images(o.marks.PID)
	if len(replaced) == 0 || o.image != nil {
		return nil
	}
	c := replaced[len(replaced)-1]
	why := "is not a Go program"
	if c.Unwatched != "" {
		why = "was not looked into (" + c.Unwatched + ")"
	}
	return &evidence.Skipped{
		What:   "phases, critical path and causes",
		Why:    fmt.Sprintf("the program replaces itself by %s (exec), which %s", c.Name, why),
		Remedy: "measure what it executes in the end",
	}
}

// analyzeImages adds what is seen of a process that replaced its program: the path leads through all of
// them, and times are added up.
func (o *observation) analyzeImages(rec *evidence.Record, m *metrics) {
	all := append(o.earlier[:len(o.earlier):len(o.earlier)], image{o, o.named, o.image})
	paths, whole := make([][]*slice, len(all)), 0.0
	for i, im := range all {
		paths[i] = im.slices()
		whole += float64(im.took()) / 1e9
	}
	var causes []evidence.Finding
	sum := metrics{pass: m.pass}
	for i, im := range all {
		sum.image(im, paths[i])
		causes = append(causes, im.causes(paths[i], whole)...)
	}
	m.all = append(m.all, sum.added()...)
	var within []evidence.Finding
	for _, f := range finding.Rank(causes) {
		if f.Within != "" {
			within = append(within, f)
			continue
		}
		rec.Findings = append(rec.Findings, f)
	}
	rec.Findings = append(append(rec.Findings, within...), o.named.readyBy(o))
	for _, im := range all[1:] {
		how := "replaced itself by `%s` (exec)"
		if im.by.PID != all[0].marks.PID {
			how = "left getting ready to its child `%s`"
		}
		rec.Warnings = append(rec.Warnings, evidence.Warning{Metric: MetricReady, Text: fmt.Sprintf(
			"after %s the program "+how+": phases and costs are those of all its executions, added up",
			unit.Seconds(float64(im.by.Exec-all[0].start)/1e9), im.by.command())})
	}
}

// causes are those of one image in a start that took so many seconds in all.
func (im image) causes(path []*slice, whole float64) []evidence.Finding {
	var out []evidence.Finding
	for _, g := range im.notable(im.observation, path) {
		if g.seconds() < notable(whole) {
			continue
		}
		f := im.finding(g, g.seconds(), whole)
		if im.by != nil {
			f.Process = im.by.command()
		}
		out = append(append(out, f), im.inside(g, whole, f.Fingerprint)...)
	}
	return out
}

// image adds what is seen of one image.
func (m *metrics) image(im image, path []*slice) {
	o := im.observation
	begin, done := o.firstInit(), o.initDone()
	m.addObserved(MetricReady, "lower", nil, float64(o.took())/1e9)
	if o.timed() {
		m.addObserved(MetricRuntimeInit, "lower", nil, float64(begin-o.start-o.held[phaseRuntime])/1e9)
		m.addObserved(MetricPackageInit, "lower", nil, float64(done-begin-o.held[phaseInit])/1e9)
	}
	if o.marks.InitDone != 0 {
		m.addObserved(MetricMainToReady, "lower", nil, float64(o.ready-done-o.held[phaseMain])/1e9)
	}
	m.addObserved(MetricUnattributed, "lower", nil, unattributed(path))
	m.classes(path)
	m.inits(o, im.namer)
}

// added returns the metrics with those of the same name and labels added up, in the order of the first.
func (m *metrics) added() []evidence.Metric {
	at := map[string]int{}
	var out metrics
	for _, x := range m.all {
		key := fmt.Sprint(x.Name, x.Labels)
		if i, known := at[key]; known {
			sum := metrics{}
			sum.add(x.Pass, x.Name, x.Better, x.Labels, out.all[i].Samples[0]+x.Samples[0])
			out.all[i] = sum.all[0]
			continue
		}
		at[key] = len(out.all)
		out.all = append(out.all, x)
	}
	return out.all
}

// settleInChild takes for ready the first wait in Accept inside of a child that the program waits for, if it
// is a child that got ready and was looked into.
func (o *observation) settleInChild(seen *observed) bool {
	if other := seen.other(); other == nil || other.How != experiment.HowChild || o.children == nil {
		return false
	}
	var first timeline.Mark
	for i := range o.children.All {
		c := &o.children.All[i]
		in, _ := o.observe(c)
		if in == nil {
			continue
		}
		for _, a := range in.line.Accepts() {
			if g := o.waiterAt(a.At); g != 0 && (o.in == nil || a.At < first.At) {
				first, o.in, o.readyG = a, c, g
			}
		}
	}
	if o.in == nil {
		return false
	}
	o.ready = first.At
	o.readyBy = fmt.Sprintf("accepts connections on %s in its child `%s`", seen.Trace.Taken.Address, o.in.command())
	return true
}

// waiterAt returns the goroutine that waits for a child at an instant, 0 if none does.
func (o *observation) waiterAt(t int64) int64 {
	cls := o.classifier()
	for _, g := range o.line.At(t) {
		p := timeline.Piece{State: g.State, Reason: g.Reason, Kind: timeline.Program, Stack: g.Stack}
		if (g.State == timeline.Waiting || g.State == timeline.Syscall) && cls.classify(&p) == classSubprocess {
			return g.G
		}
	}
	return 0
}
