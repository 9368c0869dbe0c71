package startup

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/report/text"
	"github.com/cupelgo/cupel/internal/timeline"
)

// recorded returns the folders of recorded evidence.
func recorded(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/recorded/*/" + fileObserved)
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded evidence (%v)", err)
	}
	for i := range files {
		files[i] = filepath.Dir(files[i])
	}
	return files
}

// TestRecorded holds analysis and rendering of recorded evidence to golden files. It measures
// nothing: the same evidence gives the same bytes.
func TestRecorded(t *testing.T) {
	for _, dir := range recorded(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			rec := &evidence.Record{
				Schema: evidence.Schema, Kind: Kind, ID: "recorded",
				Subject: evidence.Subject{Package: "example.com/planted/slow", Module: plantedModule(dir)},
			}
			if err := analyze(dir, rec); err != nil {
				t.Fatal(err)
			}
			var record, page bytes.Buffer
			if err := rec.Encode(&record); err != nil {
				t.Fatal(err)
			}
			res := &Result{Record: rec}
			if err := text.Render(&page, res.Document(), text.Options{All: true}); err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join(dir, "record.golden"), record.Bytes())
			golden.Check(t, filepath.Join(dir, "text.golden"), page.Bytes())
		})
	}
}

// plantedModule is the module of a planted program, by the name of the folder of its recording.
func plantedModule(dir string) string {
	name, _, _ := strings.Cut(filepath.Base(dir), "-go1.")
	return "example.com/planted/" + name
}

// TestShuffledNames holds that no name outside of the standard library decides anything: with all
// packages and functions renamed the causes, costs, lines and their order stay the same.
func TestShuffledNames(t *testing.T) {
	for _, dir := range recorded(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			seen, err := loadObserved(dir)
			if err != nil {
				t.Fatal(err)
			}
			o, _, err := seen.observation(dir)
			if err != nil {
				t.Fatal(err)
			}
			n := seen.namer()
			before := outlineOf(n.findings(o, o.slices()))
			r := &renamer{n: n, stacks: map[*timeline.Stack]*timeline.Stack{}}
			after := outlineOf(r.namer().findings(r.observation(o), r.observation(o).slices()))
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("renaming changed the findings (-before +after)\n%s", diff)
			}
			if before == "" {
				t.Error("nothing found, so nothing was tested")
			}
		})
	}
}

func outlineOf(fs []evidence.Finding, replays []without) string {
	var b strings.Builder
	for _, w := range replays {
		fmt.Fprintf(&b, "without %d: %.6f\n", len(w.fingerprints), w.ready)
	}
	for _, f := range fs {
		fmt.Fprintf(&b, "%s %s %s %s %.6f line %d\n", f.Severity, f.Rule, f.Class, f.Phase, f.Cost.Value, f.Where.Line)
	}
	return b.String()
}

// A renamer gives every package outside of the standard library, and every function in it, a name
// that says nothing. Init functions keep their names: that is how the linker calls them.
type renamer struct {
	n      *namer
	stacks map[*timeline.Stack]*timeline.Stack
}

func scramble(s string) string {
	h := fnv.New32a()
	h.Write([]byte(s))
	return fmt.Sprintf("x%08x", h.Sum32())
}

func (r *renamer) path(pkg string) string {
	if p := r.n.packages[pkg]; p == nil || p.Standard {
		return pkg
	}
	return r.module() + "/" + scramble(pkg)
}

func (r *renamer) module() string { return "shuffled.example/m" }

func (r *renamer) symbol(s string) string {
	if r.n.standard(s) || s == "main.main" {
		return s
	}
	_, name := splitSymbol(s)
	if !strings.HasPrefix(name, "init") {
		name = scramble(name)
	}
	return r.path(r.n.packageOf(s)) + "." + name
}

func (r *renamer) stack(s *timeline.Stack) *timeline.Stack {
	if s == nil {
		return nil
	}
	if known, ok := r.stacks[s]; ok {
		return known
	}
	var frames []timeline.Frame
	for _, f := range s.Frames() {
		renamed := f.Frame
		renamed.Func = r.symbol(f.Func)
		frames = append(frames, renamed)
	}
	r.stacks[s] = timeline.NewStack(frames...)
	return r.stacks[s]
}

func (r *renamer) namer() *namer {
	out := newNamer(r.path(r.n.main), r.module(), map[string]*gotool.Package{})
	for path, p := range r.n.packages {
		q := *p
		q.Imports = nil
		for _, imp := range p.Imports {
			q.Imports = append(q.Imports, r.path(imp))
		}
		if !p.Standard {
			q.Module = r.module()
		}
		out.packages[r.path(path)] = &q
	}
	return out
}

func (r *renamer) observation(o *observation) *observation {
	out := *o
	marks := *o.marks
	marks.Inits = append(marks.Inits[:0:0], marks.Inits...)
	for i := range marks.Inits {
		marks.Inits[i].Symbol = r.symbol(marks.Inits[i].Symbol)
	}
	line := *o.line
	line.Goroutines = map[int64]*timeline.Goroutine{}
	for id, g := range o.line.Goroutines {
		h := &timeline.Goroutine{ID: g.ID, Creator: g.Creator, Created: g.Created, Entry: g.Entry, Runtime: g.Runtime,
			CreatedAt: r.stack(g.CreatedAt)}
		var spans []timeline.Span
		for _, s := range g.Spans() {
			s.Stack, s.WakeStack = r.stack(s.Stack), r.stack(s.WakeStack)
			spans = append(spans, s)
		}
		h.SetSpans(spans...)
		line.Goroutines[id] = h
	}
	line.Samples = append(line.Samples[:0:0], line.Samples...)
	for i := range line.Samples {
		line.Samples[i].Stack = r.stack(line.Samples[i].Stack)
	}
	out.marks, out.line = &marks, &line
	return &out
}
