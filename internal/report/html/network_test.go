package html

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/digraph"
	"github.com/cupelgo/cupel/internal/report"
)

// networkFigure has packages in groups of ten, of which the later ones import earlier ones.
func networkFigure(packages, edges int) *report.Figure {
	random := rand.New(rand.NewPCG(7, 8))
	n := &report.Network{Noun: "package", Out: "imports", In: "imported by", Bands: []string{"own packages", "other modules", "the standard library"}}
	groups := packages / 10
	kinds := []string{"std", "indirect", "direct", "main"}
	for i := range groups {
		k := min(3, 4*i/groups)
		label := fmt.Sprintf("github.com/acme/platform%d/services", i)
		n.Clusters = append(n.Clusters, report.Cluster{Label: label, Short: strings.TrimPrefix(label, "github.com/"), Text: "v1.2.3", Kind: kinds[k], Band: []int{2, 1, 1, 0}[k]})
	}
	for i := range packages {
		c := i * groups / packages
		short := fmt.Sprintf("internal/json%d", i)
		n.Nodes = append(n.Nodes, report.Vertex{Label: n.Clusters[c].Label + "/" + short, Short: short, Text: "12 files, 34.5 KiB", Cluster: c})
	}
	seen := map[[2]int]bool{}
	for len(n.Edges) < edges {
		from := 1 + random.IntN(packages-1)
		to := from - 1 - random.IntN(min(from, 1+packages/5))
		if from%50 == 3 {
			to = random.IntN(from)
		}
		if !seen[[2]int{from, to}] {
			seen[[2]int{from, to}] = true
			n.Edges = append(n.Edges, report.Link{From: from, To: to, Count: 1 + random.IntN(4), Aside: len(n.Edges)%17 == 0})
		}
	}
	return &report.Figure{Caption: "What imports what.", Network: n}
}

func matrixFigure(rows int) *report.Figure {
	m := &report.Matrix{Noun: "package", Out: "imports"}
	for i := range rows {
		m.Labels = append(m.Labels, fmt.Sprintf("internal/report/package%d", i))
		for j := i % 7; j < i; j += 5 {
			m.Cells = append(m.Cells, report.Cross{Row: i, Column: j, Count: 1 + (i+j)%9, Text: "first in file.go:12"})
		}
	}
	m.Cells = append(m.Cells, report.Cross{Row: 2, Column: rows - 1, Count: 2, Text: "first in back.go:3"})
	m.Groups = []report.Span{{Label: "internal", From: 0, To: rows / 2}, {Label: "cmd", From: rows / 2, To: rows}}
	return &report.Figure{Caption: "One cell is above the diagonal.", Matrix: m}
}

func treemapFigure(modules, each int) *report.Figure {
	t := &report.Treemap{Unit: "bytes"}
	for i := range modules {
		a := report.Area{Label: fmt.Sprintf("github.com/acme/module%d", i), Text: "v1.2.3", Kind: areaKinds[i%4].name}
		for j := range each {
			v := float64(1000*(i+1) + 37*j*j)
			a.Parts = append(a.Parts, report.Area{Label: fmt.Sprintf("%s/package%d", a.Label, j), Text: "3 files", Value: v})
			a.Value += v
		}
		t.Groups = append(t.Groups, a)
	}
	return &report.Figure{Caption: "The last module is the largest.", Treemap: t}
}

// largeGraph is the page of 2,500 packages and 25,000 imports.
func largeGraph() *report.Document {
	return &report.Document{Answer: "2500 packages", Sections: []report.Section{
		{Title: "what imports what", Figure: networkFigure(2500, 25000)},
		{Title: "structure", Figure: matrixFigure(300)},
		{Title: "where the source is", Figure: treemapFigure(250, 10)},
	}}
}

// TestGraphSize holds that a large graph stays a page that can be sent and opened.
func TestGraphSize(t *testing.T) {
	const most = 3_000_000 // bytes
	page := render(t, largeGraph())
	if again := render(t, largeGraph()); len(page) > most || again != page {
		t.Errorf("a large graph has %d bytes, want at most %d, and the same each time: %v", len(page), most, again == page)
	}
}

// TestArrange holds that lines among clusters lead down but for those that are cut, and that no node is lost.
func TestArrange(t *testing.T) {
	n, ok := arrange(networkFigure(300, 1500).Network)
	if !ok {
		t.Fatal("arrange finds nothing to show")
	}
	n.Edges[0].From, n.Edges[0].To = 0, len(n.Nodes)-1 // from the lowest to the highest
	n, _ = arrange(n.Network)
	boxes, titles, height := n.place(mapWidth)
	at := map[int]box{}
	for _, b := range boxes {
		at[b.cluster] = b
		if b.x < mapMargin || b.x+b.width > mapWidth-mapMargin || b.y+boxHeight > height {
			t.Errorf("box %+v leaves the picture of height %d", b, height)
		}
		for _, other := range boxes {
			if other.cluster != b.cluster && other.y == b.y && other.x < b.x+b.width && b.x < other.x+other.width {
				t.Errorf("boxes %+v and %+v overlap", b, other)
			}
		}
	}
	for _, e := range n.lines {
		if at[int(e.From)].y >= at[int(e.To)].y && n.Clusters[e.From].Band == n.Clusters[e.To].Band {
			t.Errorf("line %v does not lead down", e)
		}
	}
	inner := 0
	for _, layers := range n.inner {
		for _, layer := range layers {
			inner += len(layer)
		}
	}
	if len(at) != len(n.Clusters) || len(titles) != 3 || inner != len(n.Nodes) {
		t.Errorf("%d boxes, %d titles, %d nodes in clusters; want %d, 3, %d", len(at), len(titles), inner, len(n.Clusters), len(n.Nodes))
	}
}

// TestArrangeCircles cuts a circle of clusters.
func TestArrangeCircles(t *testing.T) {
	f := &report.Network{Bands: []string{"all"}, Clusters: []report.Cluster{{Label: "a"}, {Label: "b"}, {Label: "c"}},
		Nodes: []report.Vertex{{Cluster: 0}, {Cluster: 1}, {Cluster: 2}}, Edges: []report.Link{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}}}
	n, ok := arrange(f)
	if !ok || len(n.lines) != 2 || len(n.back) != 1 {
		t.Fatalf("arrange = %v, %d lines down and %d up, want 2 and 1", ok, len(n.lines), len(n.back))
	}
}

func TestArrangeRefuses(t *testing.T) {
	good := func() *report.Network { return networkFigure(20, 30).Network }
	tests := []struct {
		name  string
		spoil func(n *report.Network)
	}{
		{"no nodes", func(n *report.Network) { n.Nodes, n.Edges = nil, nil }},
		{"no bands", func(n *report.Network) { n.Bands = nil }},
		{"a cluster that is not there", func(n *report.Network) { n.Nodes[1].Cluster = 2 }},
		{"a band that is not there", func(n *report.Network) { n.Clusters[1].Band = 3 }},
		{"a node that is not there", func(n *report.Network) { n.Edges[1].To = 20 }},
		{"a number below 0", func(n *report.Network) { n.Edges[1].From = -1 }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := good()
			if _, ok := arrange(n); !ok {
				t.Fatal("arrange refuses the whole figure")
			}
			test.spoil(n)
			if _, ok := arrange(n); ok {
				t.Error("arrange takes it")
			}
		})
	}
}

func TestShortened(t *testing.T) {
	tests := []struct{ in, want string }{
		{"cmd", "cmd"},
		{"resources/resource_transformers/babel", "…/resource_transformers/babel"},
		{"JohannesKaufmann/html-to-markdown/v2", "…/html-to-markdown/v2"},
		{"a/b/" + strings.Repeat("x", 40), "…" + strings.Repeat("x", 29)},
		{strings.Repeat("ä", 30), strings.Repeat("ä", 30)},
		{strings.Repeat("ä", 31), "…" + strings.Repeat("ä", 29)},
	}
	for _, test := range tests {
		if got := shortened(test.in); got != test.want {
			t.Errorf("shortened(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestLastOf(t *testing.T) {
	tests := []struct{ in, want string }{
		{"std", "std"}, {"golang.org/x/net", "net"}, {"github.com/grafana/loki/v3", "loki"}, {"v2", "v2"}, {"example.com/vx", "vx"}, {"", ""},
	}
	for _, test := range tests {
		if got := lastOf(test.in); got != test.want {
			t.Errorf("lastOf(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

// TestTiles holds that areas are as large as their values say, lie in their groups and do not overlap.
func TestTiles(t *testing.T) {
	tiles := tilesOf(treemapFigure(12, 9).Treemap)
	total := 0.0
	for i, tl := range tiles {
		if tl.group == i {
			total += tl.Value
		}
	}
	for i, tl := range tiles {
		if tl.group == i {
			if got, want := tl.w*tl.h/(treeWidth*treeHeight), tl.Value/total; math.Abs(got-want) > 1e-9 {
				t.Errorf("%s has %v of the area, want %v", tl.Label, got, want)
			}
		} else if g := tiles[tl.group]; tl.x < g.x || tl.y < g.y || tl.x+tl.w > g.x+g.w+1e-6 || tl.y+tl.h > g.y+g.h+1e-6 {
			t.Errorf("%s leaves its group", tl.Label)
		}
		for j := range i {
			o := tiles[j]
			if (o.group == j) == (tl.group == i) && min(o.x+o.w, tl.x+tl.w)-max(o.x, tl.x) > 1e-6 && min(o.y+o.h, tl.y+tl.h)-max(o.y, tl.y) > 1e-6 {
				t.Errorf("%s and %s overlap", o.Label, tl.Label)
			}
		}
	}
	if len(tiles) != 12*10 {
		t.Errorf("%d tiles, want 120", len(tiles))
	}
}

// TestSquarify is the example of the paper: 6, 6, 4, 3, 2, 2, 1 in a rectangle of 6 by 4.
func TestSquarify(t *testing.T) {
	var areas []report.Area
	for _, v := range []float64{1, 2, 2, 3, 4, 6, 6} {
		areas = append(areas, report.Area{Value: v})
	}
	var got []string
	squarify(areas, rect{0, 0, 6, 4}, func(a *report.Area, r rect) { got = append(got, fmt.Sprintf("%v: %.2f x %.2f", a.Value, r.w, r.h)) })
	want := []string{"6: 3.00 x 2.00", "6: 3.00 x 2.00", "4: 1.71 x 2.33", "3: 1.29 x 2.33", "2: 1.20 x 1.67", "2: 1.20 x 1.67", "1: 0.60 x 1.67"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("squarify (-want +got):\n%s", diff)
	}
}

// TestMatrixCells holds that each cell is drawn once, and those above the diagonal apart.
func TestMatrixCells(t *testing.T) {
	m := matrixFigure(40).Matrix
	below, least := 0, 0
	for _, s := range strengths {
		below += strings.Count(cells(m, 10, least, s.most, false), "M")
		least = s.most
	}
	if above := strings.Count(cells(m, 10, 0, 1<<30, true), "M"); below != len(m.Cells)-1 || above != 1 {
		t.Errorf("%d cells below the diagonal and %d above, want %d and 1", below, above, len(m.Cells)-1)
	}
}

// said is what a network told testdata/network.js: of a node and of the ways from it to another.
type said struct {
	Boxes, Nodes  int
	From, To      string
	Out, In       int // nodes that it leads to and that lead to it
	FarOut, FarIn int // with what these lead to
	Ways, Steps   int
}

// networksOf returns what the networks of a document should tell of the nodes that were chosen.
func networksOf(d *report.Document, chosen []said) []said {
	var all []said
	for _, s := range d.Sections {
		if s.Figure != nil && s.Figure.Network != nil && len(all) < len(chosen) {
			all = append(all, saidOf(s.Figure.Network, chosen[len(all)].From, chosen[len(all)].To))
		}
	}
	return all
}

func saidOf(n *report.Network, from, to string) said {
	ids := map[string]int32{}
	for i, v := range n.Nodes {
		ids[v.Label] = int32(i)
	}
	var firm, any []digraph.Edge // without and with those that count less
	for _, e := range n.Edges {
		edge := digraph.Edge{From: int32(e.From), To: int32(e.To)}
		any = append(any, edge)
		if !e.Aside {
			firm = append(firm, edge)
		}
	}
	g, whole := digraph.New(len(n.Nodes), firm), digraph.New(len(n.Nodes), any)
	s := said{Boxes: len(n.Clusters), Nodes: len(n.Nodes), From: from, To: to}
	s.Out, s.FarOut = reachedBy(g, whole, ids[from])
	s.In, s.FarIn = reachedBy(g.Reverse(), whole.Reverse(), ids[from])
	for way := range g.Shortest(ids[from], ids[to]) {
		s.Ways++
		s.Steps = len(way) - 1
	}
	return s
}

// reachedBy counts what a node leads to in one step of whole, and in further steps of g.
func reachedBy(g, whole *digraph.Graph, node int32) (near, far int) {
	near = len(whole.To(node))
	for i, reached := range g.Reach(whole.To(node)...) {
		if reached && int32(i) != node {
			far++
		}
	}
	return near, far
}
