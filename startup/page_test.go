package startup

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
	"github.com/cupelgo/cupel/internal/store"
)

// storeRecorded stores recorded evidence as a measurement does, and returns the record with its folder. Change may
// change the files before.
func storeRecorded(t testing.TB, dir string, change func(draft string)) (*evidence.Record, string) {
	t.Helper()
	draft, err := store.Open(filepath.Join(t.TempDir(), "store")).Begin(time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer draft.Discard()
	if err := os.CopyFS(draft.Dir(), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"record.golden", "text.golden", "page.golden"} {
		os.Remove(filepath.Join(draft.Dir(), name))
	}
	if change != nil {
		change(draft.Dir())
	}
	rec := &evidence.Record{
		Schema: evidence.Schema, Kind: Kind, Subject: evidence.Subject{Package: "example.com/planted/slow", Module: plantedModule(dir)},
	}
	if err := analyze(draft.Dir(), rec); err != nil {
		t.Fatal(err)
	}
	if err := writeProfiles(draft.Dir()); err != nil {
		t.Fatal(err)
	}
	path, err := draft.Commit(rec)
	if err != nil {
		t.Fatal(err)
	}
	return rec, filepath.Dir(path)
}

// TestPageRecorded holds the pictures of recorded evidence to golden files.
func TestPageRecorded(t *testing.T) {
	for _, dir := range recorded(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			d := pageOf(t, dir, nil)
			var out bytes.Buffer
			for _, s := range d.Sections {
				if s.Figure != nil {
					outlineFigure(&out, s.Title, s.Figure)
				}
			}
			golden.Check(t, filepath.Join(dir, "page.golden"), out.Bytes())
		})
	}
}

// pageOf is the page of recorded evidence. It must be one that can be rendered.
func pageOf(t testing.TB, dir string, change func(draft string)) *report.Document {
	t.Helper()
	rec, at := storeRecorded(t, dir, change)
	return renderedPage(t, rec, at)
}

func renderedPage(t testing.TB, rec *evidence.Record, dir string) *report.Document {
	t.Helper()
	d, err := StoredPage(rec, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := html.Render(io.Discard, d); err != nil {
		t.Fatal(err)
	}
	checkFigures(t, d)
	return d
}

// checkFigures wants what every picture must keep: times within the axis and in order, nothing that is no number.
func checkFigures(t testing.TB, d *report.Document) {
	t.Helper()
	within := func(what string, total float64, all ...float64) {
		before := 0.0
		for _, v := range append(all, total) {
			if !(v >= before) || v > total*(1+1e-9) || math.IsInf(v, 0) {
				t.Errorf("%s: times %v of %v are not in order", what, all, total)
				return
			}
			before = v
		}
	}
	for _, s := range d.Sections {
		if s.Figure == nil {
			continue
		}
		if w := s.Figure.Waterfall; w != nil {
			for _, b := range w.Bars {
				within(b.Label, w.Total, b.From, b.To)
			}
		}
		if l := s.Figure.Timeline; l != nil {
			for _, lane := range l.Lanes {
				var states, path []float64
				for _, s := range lane.States {
					states = append(states, s.From, s.To)
				}
				for _, s := range lane.Path {
					path = append(path, s.From, s.To)
				}
				within(lane.Label+", states", l.Total, states...)
				within(lane.Label+", path", l.Total, path...)
			}
		}
		if f := s.Figure.Flame; f != nil {
			checkNodes(t, f.Total, f.Roots)
		}
	}
}

// checkNodes wants that callees have no more than their caller.
func checkNodes(t testing.TB, most float64, all []report.Node) {
	t.Helper()
	sum := 0.0
	for _, n := range all {
		sum += n.Value
		checkNodes(t, n.Value, n.Calls)
	}
	if !(sum <= most*(1+1e-9)) {
		t.Errorf("callees have %v of %v", sum, most)
	}
}

// outlineFigure writes a figure as text.
func outlineFigure(w io.Writer, title string, f *report.Figure) {
	fmt.Fprintf(w, "# %s\n%s\n", title, f.Caption)
	if f.Waterfall != nil {
		outlineMarks(w, f.Waterfall.Total, f.Waterfall.Marks)
		for _, b := range f.Waterfall.Bars {
			fmt.Fprintf(w, "%.3f to %.3f ms [%s] %s (%s): %s\n", 1e3*b.From, 1e3*b.To, b.Class, b.Label, b.Place, b.Text)
		}
	}
	if f.Timeline != nil {
		outlineMarks(w, f.Timeline.Total, f.Timeline.Marks)
		for _, l := range f.Timeline.Lanes {
			fmt.Fprintf(w, "%s: %s; %d states\n", l.Label, l.Text, len(l.States))
			for _, s := range l.Path {
				fmt.Fprintf(w, "  %.3f to %.3f ms [%s] %s\n", 1e3*s.From, 1e3*s.To, s.Class, s.Text)
			}
		}
	}
	if f.Flame != nil {
		fmt.Fprintf(w, "total %g %s\n", f.Flame.Total, f.Flame.Unit)
		outlineNodes(w, f.Flame, f.Flame.Roots, "")
	}
	fmt.Fprintln(w)
}

func outlineMarks(w io.Writer, total float64, marks []report.Mark) {
	fmt.Fprintf(w, "total %.3f ms\n", 1e3*total)
	for _, m := range marks {
		fmt.Fprintf(w, "at %.3f ms: %s\n", 1e3*m.At, m.Name)
	}
}

// outlineNodes writes what has a twentieth of the total or more.
func outlineNodes(w io.Writer, f *report.Flame, all []report.Node, margin string) {
	for _, n := range all {
		if n.Value < f.Total/20 {
			continue
		}
		fmt.Fprintf(w, "%s%.4g %s %s (%s)\n", margin, n.Value, n.Kind, n.Name, n.Place)
		outlineNodes(w, f, n.Calls, margin+" ")
	}
}

const recordedStart = "testdata/recorded/cpu-on-path-go1.27.0"

// TestPageMissing holds that a file which is gone or was changed loses its pictures and nothing else, and that the
// page says so.
func TestPageMissing(t *testing.T) {
	remove := func(name string) func(string) error {
		return func(dir string) error { return os.Remove(filepath.Join(dir, name)) }
	}
	change := func(name string) func(string) error {
		return func(dir string) error {
			path := filepath.Join(dir, name)
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			data[len(data)/2] ^= 1
			return os.WriteFile(path, data, 0o600)
		}
	}
	link := func(name, to string) func(string) error {
		return func(dir string) error {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
			return os.Symlink(to, filepath.Join(dir, name))
		}
	}
	for _, c := range []struct {
		name  string
		do    func(dir string) error
		lost  []string
		wants string
	}{
		{"nothing", func(string) error { return nil }, nil, ""},
		{"trace gone", remove(fileTrace), []string{"critical path", titleInits}, "trace.out is missing from the folder of the record"},
		{"trace changed", change(fileTrace), []string{"critical path", titleInits}, "the sha256 of trace.out is "},
		{"marks changed", change(fileMarks), []string{"critical path", titleInits}, "it was changed since"},
		{"runs gone", remove(fileObserved), []string{"critical path", titleInits}, "observed.json is missing"},
		{"profile changed", change(fileCPU), []string{"CPU time"}, "flame graph of CPU time: not shown: the sha256 of cpu.pb.gz"},
		{"profile gone", remove(fileOffCPU), []string{"time off the CPU"}, "flame graph of time off the CPU: not shown: offcpu.pb.gz is missing"},
		{"a link outwards", link(fileAllocsPProf, "/dev/zero"), []string{"allocations"}, "allocs.pb.gz is not a regular file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rec, dir := storeRecorded(t, recordedStart, nil)
			if err := c.do(dir); err != nil {
				t.Fatal(err)
			}
			d := renderedPage(t, rec, dir)
			shown := map[string]bool{}
			for _, s := range d.Sections {
				shown[s.Title] = shown[s.Title] || s.Figure != nil
			}
			for _, title := range []string{"critical path", titleInits, "CPU time", "time off the CPU", "allocations"} {
				lost := strings.Contains(strings.Join(c.lost, ";"), title)
				if shown[title] == lost {
					t.Errorf("picture of %s: shown %v, want %v", title, shown[title], !lost)
				}
			}
			if notes := strings.Join(d.Notes, "\n"); !strings.Contains(notes, c.wants) || c.wants == "" && strings.Contains(notes, "not shown") {
				t.Errorf("notes %q, want %q", notes, c.wants)
			}
		})
	}
}

// TestPageOfAnotherAnalysis holds that a page says when its pictures and its findings are of two analyses.
func TestPageOfAnotherAnalysis(t *testing.T) {
	rec, dir := storeRecorded(t, recordedStart, nil)
	const note = "the pictures are of analysis"
	if notes := strings.Join(renderedPage(t, rec, dir).Notes, "\n"); strings.Contains(notes, note) {
		t.Errorf("notes of one analysis: %q", notes)
	}
	rec.Tool.Analysis--
	if notes := strings.Join(renderedPage(t, rec, dir).Notes, "\n"); !strings.Contains(notes, note) {
		t.Errorf("notes %q, want one with %q", notes, note)
	}
}
