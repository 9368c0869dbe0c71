package deps

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/digraph"
)

// A Cycle is a group of modules or folders of which each reaches every other one. Packages cannot import one another
// in a circle: the compiler refuses.
type Cycle struct {
	Level   string // "package", "folder" or "module"
	Members []string
	Own     bool   // a main module has part in it; others their authors must mend
	Links   int    // pairs of members of which one imports the other
	Cut     []Link // the fewest links found that must go for no cycle to be left
	Least   bool   // fewer than Cut cannot do
}

// A Link is that members of a cycle import one another.
type Link struct {
	From, To string
	Edges    []Edge // that make it
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

// groups are packages joined by a name.
type groups struct {
	view  *View
	names []string
	own   []bool  // by group: it is of a main module
	of    []int32 // by package, -1 of none
	graph *digraph.Graph
}

// groups joins packages.
func (v *View) groups(group func(id int32) (string, bool)) *groups {
	g := &groups{view: v, of: slices.Repeat([]int32{-1}, len(v.Graph.Packages))}
	ids := map[string]int32{}
	for _, p := range v.lists {
		name, ok := group(p)
		if !ok {
			continue
		}
		id, known := ids[name]
		if !known {
			id = int32(len(g.names))
			ids[name] = id
			g.names, g.own = append(g.names, name), append(g.own, v.Graph.Packages[p].Kind == Own)
		}
		g.of[p] = id
	}
	edges := make([]digraph.Edge, 0, len(v.edges))
	for _, e := range v.edges {
		if link, ok := g.link(e); ok {
			edges = append(edges, link)
		}
	}
	g.graph = digraph.New(len(g.names), edges)
	return g
}

// link returns the groups that an edge joins. Edges within a group and those of tests join none.
func (g *groups) link(e Edge) (digraph.Edge, bool) {
	from, to := g.of[e.From], g.of[e.To]
	return digraph.Edge{From: from, To: to}, !e.Test && !e.Implied && from >= 0 && to >= 0 && from != to
}

// cyclesOf joins packages into groups and returns which groups import one another in a circle.
func (v *View) cyclesOf(level string, group func(id int32) (string, bool)) []Cycle {
	g := v.groups(group)
	var out []Cycle
	for _, members := range g.graph.Cycles() {
		out = append(out, g.cycle(level, members))
	}
	slices.SortFunc(out, func(x, y Cycle) int { return slices.Compare(x.Members, y.Members) })
	return out
}

func (g *groups) cycle(level string, members []int32) Cycle {
	c := Cycle{Level: level}
	for _, m := range members {
		c.Members = append(c.Members, g.names[m])
		c.Own = c.Own || g.own[m]
		for _, to := range g.graph.To(m) {
			if _, inside := slices.BinarySearch(members, to); inside {
				c.Links++
			}
		}
	}
	slices.Sort(c.Members)
	cut, least := g.graph.Cut(members)
	c.Least = least
	made, begins := map[digraph.Edge][]Edge{}, make([]bool, len(g.names))
	for _, e := range cut {
		made[e], begins[e.From] = nil, true
	}
	for _, e := range g.view.edges {
		link, ok := g.link(e)
		if !ok || !begins[link.From] {
			continue
		}
		if all, wanted := made[link]; wanted {
			made[link] = append(all, e)
		}
	}
	for link, edges := range made {
		c.Cut = append(c.Cut, Link{g.names[link.From], g.names[link.To], edges})
	}
	slices.SortFunc(c.Cut, func(x, y Link) int {
		return cmp.Or(cmp.Compare(len(x.Edges), len(y.Edges)), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return c
}
