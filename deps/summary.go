package deps

import (
	"slices"
	"sync"
)

// A Result is what there is to say about a view as a whole.
type Result struct {
	View     *View
	Packages [Missing + 1]int // by Kind
	Modules  int              // that provide a package, the standard library not counted
	Files    int
	Bytes    int64   // of Go source in the files that count
	Edges    int     // that a file says
	Depth    int     // imports on the longest chain from a package named; cycles count once
	Longest  []int32 // packages of such a chain
	Hubs     []Hub   // of the main modules and others, those that most import first
	StdHubs  []Hub   // of the standard library
	Gates    []Hub   // of the main modules and others, through which alone the most source comes in
	Cycles   []Cycle
	Heavy    []Heavy   // modules without which the most source would go first
	Leaning  []Leaning // packages of main modules that most stand on and that stand on less stable ones
	Evidence *Evidence // nil without
}

// Summarize counts what a view holds.
func Summarize(v *View) *Result {
	r := &Result{View: v}
	modules := map[int32]bool{}
	for _, id := range v.Packages() {
		p := &v.Graph.Packages[id]
		r.Packages[p.Kind]++
		if p.Module > 0 {
			modules[p.Module] = true
		}
		files, bytes := v.size(id)
		r.Files, r.Bytes = r.Files+files, r.Bytes+bytes
	}
	r.Modules = len(modules)
	for _, e := range v.Edges() {
		if !e.Implied {
			r.Edges++
		}
	}
	var others sync.WaitGroup
	others.Go(func() {
		v.hubs(r)
		r.Longest = v.longest()
		r.Depth = max(0, len(r.Longest)-1)
		r.Leaning = v.leaning()
	})
	r.Cycles = v.cycles()
	r.Heavy = v.heavy(slices.ContainsFunc(r.Cycles, func(c Cycle) bool { return c.Level == "package" }))
	others.Wait()
	return r
}

// Reach returns the packages that a package reaches, with itself.
func (v *View) Reach(from int32) []int32 {
	seen := make([]bool, len(v.Graph.Packages))
	seen[from] = true
	out := []int32{from}
	for i := 0; i < len(out); i++ {
		for _, e := range v.From(out[i]) {
			if !seen[e.To] {
				seen[e.To] = true
				out = append(out, e.To)
			}
		}
	}
	return out
}

// longest returns the longest chain of imports, each package of a cycle once.
func (v *View) longest() []int32 {
	const unknown, open = -1, -2
	depth := make([]int, len(v.Graph.Packages))
	next := make([]int32, len(depth))
	for i := range depth {
		depth[i] = unknown
	}
	var measure func(p int32) int
	measure = func(p int32) int {
		if depth[p] != unknown {
			return depth[p]
		}
		depth[p], next[p] = open, -1
		deepest := 0
		for _, e := range v.From(p) {
			// What tests import may stand above, and an import that closes a cycle leads no further.
			if e.Test || e.Implied || depth[e.To] == open {
				continue
			}
			if d := measure(e.To) + 1; d > deepest {
				deepest, next[p] = d, e.To
			}
		}
		depth[p] = deepest
		return deepest
	}
	best := int32(-1)
	for _, p := range v.lists {
		if measure(p); best < 0 || depth[p] > depth[best] {
			best = p
		}
	}
	var chain []int32
	for p := best; p >= 0; p = next[p] {
		chain = append(chain, p)
	}
	return chain
}
