package deps

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/report"
)

// pictured are two modules of which the first has folders that import one another in a circle.
const pictured = `{"schema":"cupel.deps/v1","toolchain":"go1.26.8",
"modules":[{"path":"std","version":"go1.26.8"},{"path":"example.com/app","main":true},
{"path":"github.com/acme/lib","version":"v1.2.3","direct":true},{"path":"github.com/acme/far","version":"v0.1.0","replace":"../far"}],
"packages":[{"path":"example.com/app","kind":"main","module":"example.com/app","files":1,"bytes":10},
{"path":"example.com/app/a/x","kind":"main","module":"example.com/app","files":2,"bytes":20},
{"path":"example.com/app/a/y","kind":"main","module":"example.com/app","files":1,"bytes":30},
{"path":"example.com/app/b","kind":"main","module":"example.com/app","files":1,"bytes":40},
{"path":"fmt","kind":"std","module":"std","files":5,"bytes":500},
{"path":"github.com/acme/far","kind":"dep","module":"github.com/acme/far","files":1,"bytes":50},
{"path":"github.com/acme/lib/sub","kind":"dep","module":"github.com/acme/lib","files":1,"bytes":60},
{"path":"gone.org/x","kind":"missing","reason":"no module provides it","files":0,"bytes":0}],
"edges":[{"from":"example.com/app","to":"example.com/app/a/x","at":[{"file":"app.go","line":3}]},
{"from":"example.com/app/a/x","to":"example.com/app/b","at":[{"file":"x.go","line":5},{"file":"x2.go","line":6}]},
{"from":"example.com/app/a/x","to":"fmt","at":[{"file":"x.go","line":4}]},
{"from":"example.com/app/b","to":"example.com/app/a/y","at":[{"file":"b.go","line":3}]},
{"from":"example.com/app/b","to":"example.com/app/a/x","test":true,"at":[{"file":"b_test.go","line":3}]},
{"from":"example.com/app/b","to":"github.com/acme/lib/sub","at":[{"file":"b.go","line":4}]},
{"from":"fmt","to":"gone.org/x","implied":true},
{"from":"github.com/acme/lib/sub","to":"github.com/acme/far","at":[{"file":"l.go","line":9}]}]}
`

func picturesOf(t *testing.T, graph string) *report.Document {
	t.Helper()
	d := &report.Document{Sections: []report.Section{{Title: "wrong", Findings: []report.Entry{{ID: "x"}}}, {Title: "table"}}}
	if err := addPictures(d, strings.NewReader(graph), nil); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPictures(t *testing.T) {
	d := picturesOf(t, pictured)
	var titles []string
	for _, s := range d.Sections {
		titles = append(titles, s.Title)
	}
	want := []string{"what imports what", "wrong", "structure of the own code", "where the source is", "modules by size of source", "table"}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
}

// TestPictureOfPackages holds whose cluster each package is in, and which imports are drawn.
func TestPictureOfPackages(t *testing.T) {
	n := picturesOf(t, pictured).Sections[0].Figure.Network
	var nodes, clusters, edges []string
	for _, v := range n.Nodes {
		nodes = append(nodes, v.Short+" of "+n.Clusters[v.Cluster].Short+": "+v.Text)
	}
	for _, c := range n.Clusters {
		clusters = append(clusters, strings.Join([]string{c.Short, c.Kind, c.Text, n.Bands[c.Band]}, "; "))
	}
	for _, e := range n.Edges {
		edges = append(edges, fmt.Sprint(n.Nodes[e.From].Short, " ", n.Nodes[e.To].Short, " ", e.Count, " ", e.Aside))
	}
	if diff := cmp.Diff([]string{
		"app of app: 1 file, 10 B", "x of a: 2 files, 20 B", "y of a: 1 file, 30 B", "b of b: 1 file, 40 B", "fmt of standard library: 5 files, 500 B",
		"far of acme/far: 1 file, 50 B", "sub of acme/lib: 1 file, 60 B", "gone.org/x of not found: no module provides it",
	}, nodes); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		"app; main; ; own packages", "a; main; ; own packages", "b; main; ; own packages", "standard library; std; go1.26.8; the standard library",
		"acme/far; indirect; v0.1.0, required indirectly, replaced by ../far; other modules",
		"acme/lib; direct; v1.2.3, required directly; other modules", "not found; missing; packages that could not be found; other modules",
	}, clusters); diff != "" {
		t.Errorf("clusters (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		"app x 1 false", "x b 2 false", "x fmt 1 false", "b y 1 false", "b x 1 true", "b sub 1 false", "sub far 1 false",
	}, edges); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
}

// TestPictureOfStructure holds that what is imported comes first, folder by folder, and that the circle stands out.
func TestPictureOfStructure(t *testing.T) {
	m := picturesOf(t, pictured).Sections[2].Figure.Matrix
	if slices.Index(m.Labels, "app") < slices.Index(m.Labels, "a/x") || len(m.Groups) != 3 || len(m.Cells) != 3 {
		t.Fatalf("rows %v, groups %v, cells %v; want app after a, three groups and three cells", m.Labels, m.Groups, m.Cells)
	}
	above := 0
	for _, c := range m.Cells {
		if c.Column > c.Row {
			above++
		}
		if row := m.Labels[c.Row] + " " + m.Labels[c.Column]; row == "a/x b" && (c.Count != 2 || c.Text != "first in x.go:5") {
			t.Errorf("cell %s: %+v", row, c)
		}
	}
	if above != 1 {
		t.Errorf("%d cells above the diagonal, want 1: folders a and b import one another", above)
	}
}

// TestPictureOfSizes holds that areas and table have the bytes of the packages.
func TestPictureOfSizes(t *testing.T) {
	d := picturesOf(t, pictured)
	var areas []string
	for _, a := range d.Sections[3].Figure.Treemap.Groups {
		areas = append(areas, fmt.Sprint(a.Label, " ", a.Kind, " ", a.Value, " ", len(a.Parts)))
	}
	want := []string{"std std 500 1", "example.com/app main 100 4", "github.com/acme/lib direct 60 1", "github.com/acme/far indirect 50 1"}
	if diff := cmp.Diff(want, areas); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	if row := d.Sections[4].Table.Rows[1]; row[0].Text != "example.com/app" || row[1].Text != "4" || *row[2].Value != 100 {
		t.Errorf("second row of the table: %+v", row)
	}
}

// TestPictureOfCode holds that areas are the machine code that was found.
func TestPictureOfCode(t *testing.T) {
	d := &report.Document{}
	e := &Evidence{CodeOf: "api", Code: map[string]int64{"fmt": 300, "example.com/app/b": 20, "example.com/app/a/x": 70, "not/in/the/graph": 9}}
	if err := addPictures(d, strings.NewReader(pictured), e); err != nil {
		t.Fatal(err)
	}
	var areas []string
	for _, a := range d.Sections[len(d.Sections)-1].Figure.Treemap.Groups {
		areas = append(areas, fmt.Sprint(a.Label, " ", a.Kind, " ", a.Value, " ", len(a.Parts)))
	}
	if diff := cmp.Diff([]string{"std std 300 1", "example.com/app main 90 2"}, areas); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
}

// TestFolders divides own code until there are many folders.
func TestFolders(t *testing.T) {
	s := &stored{Modules: []storedModule{{Path: "m.org/a", Main: true}}}
	add := func(path string) {
		s.Packages = append(s.Packages, storedPackage{Path: path, Kind: "main", Module: "m.org/a"})
	}
	add("m.org/a")
	for i := range 100 {
		add(fmt.Sprintf("m.org/a/pkg/p%02d", i))
	}
	for i := range 20 {
		add(fmt.Sprintf("m.org/a/tools/deep/t%02d", i))
	}
	add("m.org/a/cmd/one")
	var got []string
	for _, folder := range s.folders() {
		if !slices.Contains(got, folder) {
			got = append(got, folder)
		}
	}
	slices.Sort(got)
	if len(got) != 23 || !slices.Contains(got, "m.org/a/pkg") || !slices.Contains(got, "m.org/a/tools/deep/t07") || !slices.Contains(got, "m.org/a/cmd") {
		t.Errorf("%d folders %v: want pkg whole, as it has too many, tools divided, cmd whole, as it is small", len(got), got)
	}
}

// TestPageOfThis holds that a page of this repository and one of its stored graph have the same pictures.
func TestPageOfThis(t *testing.T) {
	g, err := Load(t.Context(), Options{Dir: "..", Env: os.Environ()})
	if err != nil {
		t.Fatal(err)
	}
	r := Summarize(g.View(g.Scope()))
	var graph bytes.Buffer
	if err := r.Encode(&graph); err != nil {
		t.Fatal(err)
	}
	d := r.Document()
	if err := addPictures(d, &graph, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, r.Page()); diff != "" {
		t.Errorf("page of the stored graph (-stored +live):\n%s", diff)
	}
	n := d.Sections[0].Figure.Network
	if len(n.Nodes) != len(r.View.Packages()) || len(n.Edges) != r.Edges {
		t.Errorf("%d nodes and %d edges in the picture, want %d and %d", len(n.Nodes), len(n.Edges), len(r.View.Packages()), r.Edges)
	}
}

// FuzzPictures holds that no bytes make the reader of graphs panic, and that what it takes has sound pictures.
func FuzzPictures(f *testing.F) {
	f.Add([]byte(pictured))
	f.Add([]byte(`{"schema":"cupel.deps/v1"}`))
	f.Add([]byte(`{"schema":"cupel.deps/v1","packages":[{"path":"a","kind":"main"},{"path":"a","kind":"dep"}],"edges":[{"from":"a","to":"a"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := &report.Document{}
		if addPictures(d, bytes.NewReader(data), nil) != nil {
			return
		}
		n := d.Sections[0].Figure.Network
		for _, v := range n.Nodes {
			if v.Cluster < 0 || v.Cluster >= len(n.Clusters) {
				t.Fatalf("node %+v is in none of %d clusters", v, len(n.Clusters))
			}
		}
		for _, e := range n.Edges {
			if min(e.From, e.To) < 0 || max(e.From, e.To) >= len(n.Nodes) {
				t.Fatalf("edge %+v leads to none of %d nodes", e, len(n.Nodes))
			}
		}
	})
}
