package startup

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/whole"
)

// Page is the document with pictures and with all figures of the record.
func (r *Result) Page() *report.Document {
	var pictures []report.Section
	var notes []string
	if r.Path != "" {
		pictures, notes = draw(r.Record, filepath.Dir(r.Path))
	}
	d := r.document(pictures)
	d.Notes = append(d.Notes, notes...)
	d.Sections = append(d.Sections, whole.Sections(r.Record)...)
	return d
}

// A page is what pictures are made of.
type page struct {
	rec   *evidence.Record
	files *sealed
	seen  *observed // nil: not known
	names *namer
	notes []string
}

// draw makes the pictures of a record whose folder is dir. The notes say which are missing and why.
func draw(rec *evidence.Record, dir string) ([]report.Section, []string) {
	files, err := seal(rec, dir)
	if err != nil {
		return nil, []string{"no picture is shown: " + err.Error()}
	}
	defer files.root.Close()
	p := &page{rec: rec, files: files, names: newNamer(rec.Subject.Package, rec.Subject.Module, nil)}
	var all []*report.Figure
	if seen := p.observed(); seen != nil {
		p.seen, p.names = seen, seen.namer()
		all = append(all, p.course()...)
	}
	for _, f := range flames() {
		all = append(all, p.flame(f))
	}
	var out []report.Section
	for _, f := range slices.DeleteFunc(all, func(f *report.Figure) bool { return f == nil }) {
		title := f.Title
		f.Title = "" // the section has it
		out = append(out, report.Section{Title: title, Figure: f, Aside: p.aside(title)})
	}
	return out, p.notes
}

// aside is what a picture stands aside as, "" of one that is worth a look: so little package init is not.
func (p *page) aside(title string) string {
	took, ready := observedMetric(p.rec, MetricPackageInit), observedMetric(p.rec, MetricReady)
	if title != titleInits || took == nil || ready == nil || took.Summary.Median >= notablePart*ready.Summary.Median {
		return ""
	}
	return title
}

// missing notes that pictures cannot be shown.
func (p *page) missing(what string, err error) {
	p.notes = append(p.notes, fmt.Sprintf("%s: not shown: %v", what, err))
}

// observed returns what the runs were, nil if that is not known.
func (p *page) observed() *observed {
	if !p.files.has(fileObserved) {
		return nil
	}
	seen, err := readObserved(p.files)
	if err != nil {
		p.missing("pictures of the critical path and of package init", err)
		return nil
	}
	return seen
}

// course draws the run that explains the others: its path and its init functions.
func (p *page) course() []*report.Figure {
	t := p.seen.Trace
	if t == nil || t.Outcome == experiment.OutcomePortTaken || t.Outcome == experiment.OutcomeDaemon {
		return []*report.Figure{p.packageInits()}
	}
	if !p.files.has(fileMarks) {
		return []*report.Figure{p.packageInits()} // nothing was left behind, and the record says why
	}
	o, _, err := p.seen.observationIn(p.files)
	if err != nil {
		p.missing("pictures of the critical path and of package init", err)
		return []*report.Figure{p.packageInits()}
	}
	if o.unfollowed() != nil {
		return nil
	}
	if o.named != nil {
		p.names = o.named
	}
	if made := p.rec.Tool.Analysis; made != AnalysisNumber {
		p.notes = append(p.notes, fmt.Sprintf("the pictures are of analysis %d, findings and figures of analysis %d: cupel analyze makes "+
			"a record in which they agree", AnalysisNumber, made))
	}
	return []*report.Figure{p.path(o), p.inits(o)}
}

// axis is the time of a picture.
type axis struct{ from, to int64 } // ns of CLOCK_MONOTONIC

// axisOf is from exec to ready, or to where the run was given up. ok is false of times that cannot be.
func (p *page) axisOf(o *observation) (a axis, ok bool) {
	a = axis{o.start, o.ready}
	if !o.good {
		a.to = o.stuckUntil(p.seen.Trace)
	}
	return a, a.from < a.to && a.from >= 0
}

// at is an instant in seconds from the beginning, within the axis.
func (a axis) at(t int64) float64 { return float64(min(max(t, a.from), a.to)-a.from) / 1e9 }

// total is the end in seconds.
func (a axis) total() float64 { return a.at(a.to) }

// marks are what divides the phases.
func (a axis) marks(o *observation) []report.Mark {
	var out []report.Mark
	add := func(t int64, name string) {
		if t > a.from && t <= a.to {
			out = append(out, report.Mark{At: a.at(t), Name: name})
		}
	}
	if len(o.marks.Inits) > 0 {
		add(o.firstInit(), "package init begins")
	}
	if o.marks.InitDone != 0 {
		add(o.marks.InitDone, "main.main begins")
	}
	if o.good {
		add(o.ready, "ready")
	}
	return out
}

// imageText is what a caption says of a program that is not the one that was started first.
func imageText(o *observation) string {
	if o.image == nil || len(o.earlier) == 0 {
		return ""
	}
	return fmt.Sprintf(" This is `%s`, which was executed %s after the start: what came before is not in the picture.",
		o.image.command(), inSeconds(o.image.Exec-o.earlier[0].start))
}

// heldText is what a caption says of the time in which the program stood still to be looked at.
func heldText(o *observation) string {
	sum := int64(0)
	for _, ns := range o.held {
		sum += ns
	}
	if sum == 0 {
		return ""
	}
	return fmt.Sprintf(" The program stood still for %s to be looked at: the picture has that time, the figures have not.", inSeconds(sum))
}
