package deps

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/digraph"
	"github.com/cupelgo/cupel/internal/report"
)

// ExportOptions say what of a view is drawn.
type ExportOptions struct {
	Focus    *Selection // what is reached from there; nil: from the packages named
	Reverse  bool       // what reaches the focus instead
	Depth    int        // imports away from there at most; 0 is any number
	Collapse string     // what one node is: one of Collapses
	Std      bool       // the standard library, too
}

// Collapses are what packages can be drawn as: themselves, folders of the main modules beside other modules, or modules.
var Collapses = []string{"package", "folder", "module"}

// An Export is a graph to be drawn: its nodes lie together by module and folder.
type Export struct {
	View     *View
	Collapse string
	Nodes    []ExportNode // the main modules first, then by module, folder and name
	Edges    []ExportEdge // by From, then To
}

// An ExportNode is a package, folder or module.
type ExportNode struct {
	Name     string // import path, or path of the module
	Label    string // the same, without what stands around it
	Module   string
	Folder   string // of a main module's package: the one right below the module's root
	Kind     Kind
	Packages int
	Bytes    int64 // of Go source
}

// An ExportEdge leads from one node to another.
type ExportEdge struct {
	From, To int // nodes
	Imports  int // pairs of packages of which one imports the other
	Test     bool
	Cycle    bool // it is part of a cycle
}

// Export selects what is drawn. The error says that there is nothing.
func (v *View) Export(opt ExportOptions) (*Export, error) {
	begin := v.roots()
	if opt.Focus != nil {
		begin = opt.Focus.Packages
	}
	if len(begin) == 0 {
		return nil, fmt.Errorf("%s is not in this build", opt.Focus.Name)
	}
	x := &Export{View: v, Collapse: opt.Collapse}
	nodes := x.collect(v.around(begin, opt), opt)
	if len(x.Nodes) == 0 {
		return nil, fmt.Errorf("there is nothing but the standard library: --std shows it")
	}
	x.link(nodes)
	return x, nil
}

// around tells by package which are near enough to some of them.
func (v *View) around(begin []int32, opt ExportOptions) []bool {
	g := v.digraph()
	if opt.Reverse {
		g = g.Reverse()
	}
	in := make([]bool, g.Nodes())
	for p, d := range g.Distances(begin...) {
		in[p] = d >= 0 && (opt.Depth == 0 || int(d) <= opt.Depth)
	}
	return in
}

// collect makes the nodes in order, and returns the node of each package, -1 of none.
func (x *Export) collect(in []bool, opt ExportOptions) []int {
	byName := map[string]*ExportNode{}
	names := make([]string, len(in))
	for p := range in {
		if !in[p] || x.View.Graph.Packages[p].Kind == Std && !opt.Std && (opt.Focus == nil || !slices.Contains(opt.Focus.Packages, int32(p))) {
			continue
		}
		n := x.node(int32(p))
		if byName[n.Name] == nil {
			byName[n.Name] = &n
		}
		_, bytes := x.View.size(int32(p))
		byName[n.Name].Packages++
		byName[n.Name].Bytes += bytes
		names[p] = n.Name
	}
	for _, n := range byName {
		x.Nodes = append(x.Nodes, *n)
	}
	slices.SortFunc(x.Nodes, func(a, b ExportNode) int {
		return cmp.Or(
			compareBool(a.Kind != Own, b.Kind != Own), cmp.Compare(a.Module, b.Module), cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.Name, b.Name),
		)
	})
	modules, _ := x.parts()
	for i, n := range x.Nodes {
		if n.Kind == Foreign && modules[n.Module] == 1 && n.Name != n.Module {
			x.Nodes[i].Label = n.Name // no cluster says the rest
		}
	}
	place := map[string]int{"": -1}
	for i, n := range x.Nodes {
		place[n.Name] = i
	}
	out := make([]int, len(names))
	for p, name := range names {
		out[p] = place[name]
	}
	return out
}

// node is what a package is drawn as.
func (x *Export) node(p int32) ExportNode {
	g := x.View.Graph
	pkg := &g.Packages[p]
	n := ExportNode{Name: pkg.Path, Label: pkg.Path, Kind: pkg.Kind}
	if pkg.Module < 0 {
		return n
	}
	n.Module = g.Modules[pkg.Module].Path
	folder, own := x.View.topFolder(p)
	switch {
	case x.Collapse == "module", x.Collapse == "folder" && !own:
		n.Name = n.Module
		n.Label = g.module(pkg.Module)
		return n
	case x.Collapse == "folder":
		n.Name = folder
	case own:
		n.Folder = folder
	}
	if pkg.Kind != Std {
		n.Label = cmp.Or(strings.TrimPrefix(strings.TrimPrefix(n.Name, n.Module), "/"), n.Module)
	} else {
		n.Label = n.Name
	}
	return n
}

// link makes the edges among the nodes.
func (x *Export) link(nodes []int) {
	found := map[[2]int]*ExportEdge{}
	for _, e := range x.View.Edges() {
		from, to := nodes[e.From], nodes[e.To]
		if from < 0 || to < 0 || from == to || e.Implied {
			continue
		}
		edge := found[[2]int{from, to}]
		if edge == nil {
			edge = &ExportEdge{From: from, To: to, Test: true}
			found[[2]int{from, to}] = edge
		}
		edge.Imports++
		edge.Test = edge.Test && e.Test
	}
	for _, e := range found {
		x.Edges = append(x.Edges, *e)
	}
	slices.SortFunc(x.Edges, func(a, b ExportEdge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	x.circle()
}

// circle marks the edges of cycles. Those of tests make none.
func (x *Export) circle() {
	var edges []digraph.Edge
	for _, e := range x.Edges {
		if !e.Test {
			edges = append(edges, digraph.Edge{From: int32(e.From), To: int32(e.To)})
		}
	}
	of := make([]int, len(x.Nodes))
	for i, members := range digraph.New(len(x.Nodes), edges).Components() {
		for _, n := range members {
			of[n] = i
		}
	}
	for i, e := range x.Edges {
		x.Edges[i].Cycle = !e.Test && of[e.From] == of[e.To]
	}
}

// Exports are the forms that a graph is written in.
var Exports = []struct {
	Name  string
	Write func(x *Export, w io.Writer) error
}{
	{"dot", (*Export).dot},
	{"mermaid", (*Export).mermaid},
	{"json", (*Export).json},
	{"graphml", (*Export).graphML},
}

// clusters calls begin and end around the nodes of a module, and of a folder in it, where there are several.
func (x *Export) clusters(begin func(id, label string), node func(i int), end func()) {
	modules, folders := x.parts()
	open := 0
	before := ExportNode{}
	for i, n := range x.Nodes {
		if n.Module != before.Module || n.Folder != before.Folder {
			for within := depthWithin(n, before, modules); open > within; open-- {
				end()
			}
			if open == 0 && modules[n.Module] > 1 {
				begin(fmt.Sprintf("m%d", i), n.Module)
				open++
			}
			if folders[n.Folder] > 1 {
				begin(fmt.Sprintf("f%d", i), strings.TrimPrefix(n.Folder, n.Module+"/"))
				open++
			}
		}
		before = n
		node(i)
	}
	for ; open > 0; open-- {
		end()
	}
}

// depthWithin is how many clusters a node shares with the one before.
func depthWithin(n, before ExportNode, modules map[string]int) int {
	if n.Module == before.Module && modules[n.Module] > 1 {
		return 1
	}
	return 0
}

// parts counts the nodes of each module and folder. Those that stand for a whole module are no part of it, nor are those right at
// its root part of a folder.
func (x *Export) parts() (modules, folders map[string]int) {
	modules, folders = map[string]int{}, map[string]int{}
	for _, n := range x.Nodes {
		if n.Module != "" {
			modules[n.Module]++
		}
		if n.Folder != "" && n.Folder != n.Module {
			folders[n.Folder]++
		}
	}
	return modules, folders
}

// clean makes a foreign name fit for a line of text.
func clean(name string) string { return report.OneLine(strings.ToValidUTF8(name, "\uFFFD")) }
