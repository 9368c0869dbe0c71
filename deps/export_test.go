package deps

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// hostile is a graph whose names try to get out of their quotes.
func hostile() *Export {
	names := []string{
		`a"];n0->n1;"`, `back\`, "line\nend", `"]:::x`, "#quot;#35;", "`md`", "<script>alert(1)</script>", "a & b", "%% c", "end", "\x00\x1b[31m", "\xff\xfe", "ünï/日本",
	}
	x := &Export{Collapse: "package"}
	for i, n := range names {
		x.Nodes = append(x.Nodes,
			ExportNode{Name: n, Label: n, Module: n, Folder: n + "/f", Kind: Kind(i % 4), Packages: 1, Bytes: int64(i)},
			ExportNode{Name: n + "/f/b", Label: n, Module: n, Folder: n + "/f", Kind: Kind(i % 4), Packages: 1})
	}
	for i := range x.Nodes {
		x.Edges = append(x.Edges, ExportEdge{From: i, To: (i + 1) % len(x.Nodes), Imports: i + 1, Test: i%2 == 0, Cycle: i%3 == 0})
	}
	return x
}

func written(t *testing.T, x *Export, form string) []byte {
	t.Helper()
	for _, e := range Exports {
		if e.Name != form {
			continue
		}
		var buf bytes.Buffer
		if err := e.Write(x, &buf); err != nil {
			t.Fatal(err)
		}
		return buf.Bytes()
	}
	t.Fatalf("no form %s", form)
	return nil
}

// TestDot has Graphviz read the graph where it is installed, and else checks each line.
func TestDot(t *testing.T) {
	x := hostile()
	out := written(t, x, "dot")
	const quoted = `"([^"\\\n]|\\["\\])*"`
	attribute := `[a-z]+=(` + quoted + `|[A-Za-z]+|[0-9]+)`
	list := ` \[` + attribute + `(, ` + attribute + `)*\]`
	line := regexp.MustCompile(`^\t*(digraph deps \{|subgraph cluster_[mf][0-9]+ \{|\}|(node|graph)` + list + `;|` + attribute + `;|n[0-9]+` + list + `;|n[0-9]+ -> n[0-9]+(` + list + `)?;)$`)
	open := 0
	for l := range strings.SplitSeq(strings.TrimSuffix(string(out), "\n"), "\n") {
		if !line.MatchString(l) {
			t.Errorf("not DOT: %q", l)
		}
		open += strings.Count(l[len(l)-1:], "{") - strings.Count(strings.TrimLeft(l, "\t"), "}")*bool2int(strings.TrimLeft(l, "\t") == "}")
	}
	if open != 0 {
		t.Errorf("%d braces are left open", open)
	}
	if dot, err := exec.LookPath("dot"); err == nil {
		cmd := exec.Command(dot, "-Tsvg")
		cmd.Stdin = bytes.NewReader(out)
		svg, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("dot: %v\n%s", err, svg)
		}
		if got := bytes.Count(svg, []byte(`class="node"`)); got != len(x.Nodes) {
			t.Errorf("dot draws %d nodes, want %d", got, len(x.Nodes))
		}
		if got := bytes.Count(svg, []byte(`class="edge"`)); got != len(x.Edges) {
			t.Errorf("dot draws %d edges, want %d", got, len(x.Edges))
		}
	}
}

func bool2int(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestMermaid(t *testing.T) {
	x := hostile()
	text := `"([A-Za-z0-9 ./_+~@,:-]|#[0-9]+;|[^\x00-\x7f])*"`
	line := regexp.MustCompile(`^ *(flowchart LR|subgraph [mf][0-9]+\[` + text + `\]|end|n[0-9]+\[` + text + `\]|n[0-9]+ (-->|-\.->)(\|[0-9]+\|)? n[0-9]+)$`)
	for l := range strings.SplitSeq(strings.TrimSuffix(string(written(t, x, "mermaid")), "\n"), "\n") {
		if !line.MatchString(l) {
			t.Errorf("not Mermaid: %q", l)
		}
	}
	for range 40 {
		x.Edges = append(x.Edges, x.Edges[:26]...)
	}
	if out := string(written(t, x, "mermaid")); !strings.HasPrefix(out, "flowchart LR\n  %% 1066 edges: Mermaid draws 500") {
		t.Errorf("a graph that is too large does not say so: %.80s", out)
	}
}

func TestGraphML(t *testing.T) {
	x := hostile()
	var found []string
	d := xml.NewDecoder(bytes.NewReader(written(t, x, "graphml")))
	nodes, edges := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			nodes, edges = nodes+bool2int(e.Name.Local == "node"), edges+bool2int(e.Name.Local == "edge")
			if e.Name.Local == "data" && e.Attr[0].Value == "name" {
				var name string
				if err := d.DecodeElement(&name, &e); err != nil {
					t.Fatal(err)
				}
				found = append(found, name)
			}
		}
	}
	if nodes != len(x.Nodes) || edges != len(x.Edges) {
		t.Errorf("%d nodes and %d edges, want %d and %d", nodes, edges, len(x.Nodes), len(x.Edges))
	}
	for i, n := range x.Nodes {
		if found[i] != clean(n.Name) {
			t.Errorf("node %d is %q, want %q", i, found[i], clean(n.Name))
		}
	}
}

func TestGraphJSON(t *testing.T) {
	x := hostile()
	var out struct {
		Nodes []struct{ Name string }
		Edges []struct{ From, To string }
	}
	if err := json.Unmarshal(written(t, x, "json"), &out); err != nil {
		t.Fatal(err)
	}
	if len(out.Nodes) != len(x.Nodes) || len(out.Edges) != len(x.Edges) {
		t.Errorf("%d nodes and %d edges, want %d and %d", len(out.Nodes), len(out.Edges), len(x.Nodes), len(x.Edges))
	}
	if got := out.Nodes[0].Name; got != x.Nodes[0].Name {
		t.Errorf("the first node is %q, want %q", got, x.Nodes[0].Name)
	}
}

// TestClusters holds that nodes of a module lie together, and that one alone needs no cluster.
func TestClusters(t *testing.T) {
	x := &Export{Nodes: []ExportNode{
		{Name: "m", Module: "m", Folder: "m"}, {Name: "m/a", Module: "m", Folder: "m/a"},
		{Name: "m/b", Module: "m", Folder: "m/b"}, {Name: "m/b/c", Module: "m", Folder: "m/b"},
		{Name: "x/y", Module: "x"}, {Name: "z", Module: "z"}, {Name: "z/z", Module: "z"}, {Name: "none"},
	}}
	var got []string
	x.clusters(func(_, label string) { got = append(got, label+"(") },
		func(i int) { got = append(got, fmt.Sprint(i)) },
		func() { got = append(got, ")") })
	const want = "m( 0 1 b( 2 3 ) ) 4 z( 5 6 ) 7"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("clusters: %s, want %s", s, want)
	}
}
