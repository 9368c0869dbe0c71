package html

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/cupelgo/cupel/internal/digraph"
	"github.com/cupelgo/cupel/internal/layered"
	"github.com/cupelgo/cupel/internal/report"
)

// A network is a figure of that kind with its clusters, and the nodes of each, in layers.
type network struct {
	*report.Network
	sizes []int          // by cluster, how many nodes it has
	bands []bandLayers   // those that have clusters
	lines []digraph.Edge // among clusters, those that are always shown and lead down
	back  []digraph.Edge // those that lead up: few, whose cut leaves no cycle
	inner [][][]int32    // by cluster, its nodes in layers
	kept  map[digraph.Edge]bool
}

// bandLayers are the layers of a band of clusters.
type bandLayers struct {
	Name   string
	Layers [][]int32
}

// arrange lays a network out; false if there is nothing in it, or edges or clusters that are not there.
func arrange(f *report.Network) (*network, bool) {
	if len(f.Nodes) == 0 || len(f.Clusters) == 0 || len(f.Bands) == 0 {
		return nil, false
	}
	for i := range f.Nodes {
		if c := f.Nodes[i].Cluster; c < 0 || c >= len(f.Clusters) {
			return nil, false
		}
	}
	for i := range f.Clusters {
		if b := f.Clusters[i].Band; b < 0 || b >= len(f.Bands) {
			return nil, false
		}
	}
	for _, e := range f.Edges {
		if min(e.From, e.To) < 0 || max(e.From, e.To) >= len(f.Nodes) {
			return nil, false
		}
	}
	n := &network{Network: f, sizes: make([]int, len(f.Clusters)), kept: map[digraph.Edge]bool{}}
	n.among()
	n.within()
	return n, true
}

// among puts the clusters into layers.
func (n *network) among() {
	for i := range n.Nodes {
		n.sizes[n.Nodes[i].Cluster]++
	}
	band := make([]int, len(n.Clusters))
	for i := range n.Clusters {
		band[i] = n.Clusters[i].Band
	}
	last := len(n.Bands) - 1
	var edges []digraph.Edge
	for _, e := range n.Edges {
		from, to := n.Nodes[e.From].Cluster, n.Nodes[e.To].Cluster
		if from != to && !e.Aside && (band[to] != last || last == 0) {
			edges = append(edges, digraph.Edge{From: int32(from), To: int32(to)})
		}
	}
	g := digraph.New(len(n.Clusters), edges)
	for _, c := range g.Cycles() {
		few, _ := g.Cut(c)
		n.back = append(n.back, few...)
	}
	g = digraph.New(len(n.Clusters), slices.DeleteFunc(edges, func(e digraph.Edge) bool { return slices.Contains(n.back, e) }))
	n.lines = g.Reduce()
	at := -1
	for _, layer := range layered.Layers(g, band) {
		if b := band[layer[0]]; b != at {
			at = b
			n.bands = append(n.bands, bandLayers{Name: n.Bands[b]})
		}
		b := &n.bands[len(n.bands)-1]
		b.Layers = append(b.Layers, layer)
	}
}

// within puts the nodes of each cluster into layers.
func (n *network) within() {
	members, index := make([][]int32, len(n.Clusters)), make([]int32, len(n.Nodes))
	for i := range n.Nodes {
		c := n.Nodes[i].Cluster
		index[i] = int32(len(members[c]))
		members[c] = append(members[c], int32(i))
	}
	edges := make([][]digraph.Edge, len(n.Clusters))
	for _, e := range n.Edges {
		if c := n.Nodes[e.From].Cluster; c == n.Nodes[e.To].Cluster && !e.Aside && e.From != e.To {
			edges[c] = append(edges[c], digraph.Edge{From: index[e.From], To: index[e.To]})
		}
	}
	for c := range n.Clusters {
		g := digraph.New(len(members[c]), edges[c])
		for _, e := range g.Reduce() {
			n.kept[digraph.Edge{From: members[c][e.From], To: members[c][e.To]}] = true
		}
		layers := layered.Layers(g, nil)
		for _, layer := range layers {
			for i := range layer {
				layer[i] = members[c][layer[i]]
			}
		}
		n.inner = append(n.inner, layers)
	}
}

// What an edge is, beside its count, as the script reads it: count*4 + these.
const (
	edgeKept  = 1 // within its cluster it is shown always
	edgeAside = 2
)

// data is what the script knows, as JSON. Marshal escapes <, > and &, so that no text can end the element.
func (n *network) data() string {
	d := struct {
		Noun     string  `json:"noun"`
		Out      string  `json:"out"`
		In       string  `json:"in"`
		Clusters [][]any `json:"clusters"` // label, short, text, kind, layers of nodes
		Bands    [][]any `json:"bands"`    // name, layers of clusters
		Lines    []int32 `json:"lines"`    // from, to, …
		Back     []int32 `json:"back"`     // from, to, …
		Nodes    [][]any `json:"nodes"`    // label, short, text, cluster
		Edges    [][]int `json:"edges"`    // by node: to, what, …
	}{Noun: report.OneLine(n.Noun), Out: report.OneLine(n.Out), In: report.OneLine(n.In),
		Lines: []int32{}, Back: []int32{}, Edges: make([][]int, len(n.Nodes))}
	for i, c := range n.Clusters {
		d.Clusters = append(d.Clusters, []any{report.OneLine(c.Label), report.OneLine(c.Short), report.OneLine(c.Text), areaClass(c.Kind), n.inner[i]})
	}
	for _, b := range n.bands {
		d.Bands = append(d.Bands, []any{report.OneLine(b.Name), b.Layers})
	}
	for _, e := range n.lines {
		d.Lines = append(d.Lines, e.From, e.To)
	}
	for _, e := range n.back {
		d.Back = append(d.Back, e.From, e.To)
	}
	for _, v := range n.Nodes {
		d.Nodes = append(d.Nodes, []any{report.OneLine(v.Label), report.OneLine(v.Short), report.OneLine(v.Text), v.Cluster})
	}
	for i := range d.Edges {
		d.Edges[i] = []int{}
	}
	sorted := slices.Clone(n.Network.Edges)
	slices.SortStableFunc(sorted, func(a, b report.Link) int { return cmp.Compare(a.To, b.To) })
	for _, e := range sorted {
		d.Edges[e.From] = append(d.Edges[e.From], e.To, n.code(e))
	}
	text, _ := json.Marshal(d) // it holds texts and whole numbers only, of which none fails
	return string(text)
}

func (n *network) code(e report.Link) int {
	code := 4 * e.Count
	if n.kept[digraph.Edge{From: int32(e.From), To: int32(e.To)}] {
		code += edgeKept
	}
	if e.Aside {
		code += edgeAside
	}
	return code
}
