package deps

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
)

// generated is a graph of so many packages and imports: 250 modules of ten packages each, of which the first ten modules are the
// user's own, and imports that lead from lower to higher numbers.
func generated(packages, imports int) *View {
	r := rand.New(rand.NewPCG(1, 2))
	g := &Graph{Dir: "/work", Constraints: make([]Constraint, 1), Modules: []Module{{Path: "std"}}, Toolchain: "go1.26"}
	for m := range packages / 10 {
		g.Modules = append(g.Modules, Module{Path: fmt.Sprintf("example.com/m%04d", m), Version: "v1.0.0", Main: m < 10, Dir: "/work"})
	}
	to := make([][]int32, packages)
	for range imports {
		from := r.IntN(packages - 1)
		next := min(packages-1, from+1+int(r.ExpFloat64()*float64(packages)/8))
		to[from] = append(to[from], int32(next))
	}
	for p := range packages {
		m := p / 10
		kind := Foreign
		if m < 10 {
			kind = Own
		}
		f := File{Package: int32(p), Name: "a.go", Clause: "p", Bytes: int64(r.IntN(50_000)), First: int32(len(g.Imports))}
		slices.Sort(to[p])
		for i, next := range slices.Compact(to[p]) {
			g.Imports = append(g.Imports, Import{File: int32(p), To: next, Line: int32(i + 3)})
		}
		f.Last = int32(len(g.Imports))
		g.Files = append(g.Files, f)
		path := fmt.Sprintf("example.com/m%04d/p%05d", m, p)
		g.Packages = append(g.Packages, Package{Path: path, Name: "p", Dir: "/work", Module: int32(m + 1), Kind: kind, Root: kind == Own, First: int32(p), Last: int32(p + 1)})
	}
	return g.View(g.Scope())
}

// BenchmarkQuestions asks each question of a graph of 2,500 packages and 25,000 imports.
func BenchmarkQuestions(b *testing.B) {
	v := generated(2500, 25_000)
	last := v.Packages()[len(v.Packages())-1]
	end := &Selection{Name: "end", Packages: []int32{last}}
	for _, c := range []struct {
		name string
		ask  func()
	}{
		{"view", func() { v.Graph.View(v.Scope) }},
		{"components", func() { v.cycles() }},
		{"hubs", func() { v.hubs(&Result{}) }},
		{"heavy", func() { v.heavy(false) }},
		{"summary", func() { Summarize(v) }},
		{"why", func() {
			if _, err := v.Explain(nil, end, 5); err != nil {
				b.Fatal(err)
			}
		}},
		{"cut", func() { v.Cut(end) }},
		{"graph", func() {
			x, err := v.Export(ExportOptions{Collapse: "folder"})
			if err != nil {
				b.Fatal(err)
			}
			if err := x.dot(io.Discard); err != nil {
				b.Fatal(err)
			}
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.ask()
			}
			b.ReportMetric(float64(len(v.Edges())), "edges")
		})
	}
}

// TestHeavy holds that what falls with a module is what is not reached without it.
func TestHeavy(t *testing.T) {
	v := generated(600, 2500)
	f := v.faller(false)
	for _, h := range v.heavy(false) {
		packages := v.where(func(p *Package) bool { return p.Module == h.Module })
		want := v.unreached(v.marked(packages), nil)
		if !slices.Equal(h.Gone.Packages, want) || !slices.Equal(f.without(packages), want) {
			t.Errorf("without module %d go %v, want %v", h.Module, h.Gone.Packages, want)
		}
	}
}
