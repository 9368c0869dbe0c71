package deps

import (
	"cmp"
	"path"
	"slices"
	"strings"
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
	Hubs     []Hub   // by In, then by path
	Cycles   []Cycle
}

// A Hub is a package that many import.
type Hub struct {
	Package int32
	In      int // packages in the view that import it
	Out     int // packages that it imports
	Drags   int // packages that it reaches, with itself
}

// A Cycle is a group of modules or folders of which each reaches every other one. Packages cannot import one another
// in a circle: the compiler refuses.
type Cycle struct {
	Level   string // "package", "folder" or "module"
	Members []string
}

// hubsShown is how many hubs a result has.
const hubsShown = 20

// Summarize counts what a view holds.
func Summarize(v *View) *Result {
	r := &Result{View: v}
	modules := map[int32]bool{}
	allowed := v.allowed()
	for _, id := range v.Packages() {
		p := &v.Graph.Packages[id]
		r.Packages[p.Kind]++
		if p.Module > 0 {
			modules[p.Module] = true
		}
		for i := p.First; i < p.Last; i++ {
			if f := &v.Graph.Files[i]; v.counts(f, allowed) {
				r.Files++
				r.Bytes += f.Bytes
			}
		}
	}
	r.Modules = len(modules)
	for _, e := range v.Edges() {
		if !e.Implied {
			r.Edges++
		}
	}
	r.Longest = v.longest()
	r.Depth = max(0, len(r.Longest)-1)
	r.Hubs = v.hubs()
	r.Cycles = v.cycles()
	return r
}

// hubs returns the packages that most others import, those of the standard library only if packages of it were named: it is
// imported most everywhere.
func (v *View) hubs() []Hub {
	all := make([]Hub, 0, len(v.lists))
	in := make([]int, len(v.Graph.Packages))
	for _, e := range v.edges {
		if !e.Implied {
			in[e.To]++
		}
	}
	for _, id := range v.lists {
		if in[id] > 0 {
			all = append(all, Hub{Package: id, In: in[id]})
		}
	}
	isStd := func(h Hub) bool { return v.Graph.Packages[h.Package].Kind == Std }
	if !slices.ContainsFunc(v.lists, func(id int32) bool { return v.Graph.Packages[id].Root && v.Graph.Packages[id].Kind == Std }) {
		all = slices.DeleteFunc(all, isStd)
	}
	slices.SortFunc(all, func(x, y Hub) int {
		return cmp.Or(cmp.Compare(y.In, x.In), cmp.Compare(x.Package, y.Package))
	})
	all = all[:min(len(all), hubsShown)]
	for i := range all {
		all[i].Out, all[i].Drags = len(v.From(all[i].Package)), len(v.Reach(all[i].Package))
	}
	return all
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

// cycles returns the cycles among packages, folders and modules. Tests do not count: theirs may point anywhere.
func (v *View) cycles() []Cycle {
	packages := func(id int32) (string, bool) { return v.Graph.Packages[id].Path, true }
	modules := func(id int32) (string, bool) {
		p := &v.Graph.Packages[id]
		if p.Module <= 0 {
			return "", false
		}
		return v.Graph.Modules[p.Module].Path, true
	}
	all := v.cyclesOf("package", packages)
	all = append(all, v.cyclesOf("folder", v.topFolder)...)
	return append(all, v.cyclesOf("module", modules)...)
}

// topFolder is the folder right below the root of a main module that a package lies in.
func (v *View) topFolder(id int32) (string, bool) {
	p := &v.Graph.Packages[id]
	if p.Kind != Own {
		return "", false
	}
	module := v.Graph.Modules[p.Module].Path
	first, _, _ := strings.Cut(strings.Trim(strings.TrimPrefix(p.Path, module), "/"), "/")
	return path.Join(module, first), true
}

// cyclesOf joins packages into groups and returns which groups import one another in a circle.
func (v *View) cyclesOf(level string, group func(id int32) (string, bool)) []Cycle {
	names, of := v.groups(group)
	next := make([][]int32, len(names))
	for _, e := range v.edges {
		if from, to := of[e.From], of[e.To]; !e.Test && !e.Implied && from >= 0 && to >= 0 && from != to {
			next[from] = append(next[from], to)
		}
	}
	var out []Cycle
	for _, members := range components(len(names), func(n int32, visit func(int32)) {
		for _, to := range next[n] {
			visit(to)
		}
	}) {
		c := Cycle{Level: level}
		for _, m := range members {
			c.Members = append(c.Members, names[m])
		}
		slices.Sort(c.Members)
		out = append(out, c)
	}
	slices.SortFunc(out, func(x, y Cycle) int { return slices.Compare(x.Members, y.Members) })
	return out
}

// groups returns the names of all groups, and by package the index of its own, -1 of one that is in none.
func (v *View) groups(group func(id int32) (string, bool)) (names []string, of []int32) {
	ids := map[string]int32{}
	of = slices.Repeat([]int32{-1}, len(v.Graph.Packages))
	for _, p := range v.lists {
		name, ok := group(p)
		if !ok {
			continue
		}
		id, known := ids[name]
		if !known {
			id = int32(len(names))
			ids[name] = id
			names = append(names, name)
		}
		of[p] = id
	}
	return names, of
}
