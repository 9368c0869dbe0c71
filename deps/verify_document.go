package deps

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// VerifySchema names the format of the JSON of a verification.
const VerifySchema = "cupel.deps.verify/v1"

// Document turns the comparison into what a user reads.
func (v *Verification) Document() *report.Document {
	d := &report.Document{Answer: v.answer()}
	for line := range strings.Lines(v.Said) {
		d.Notes = append(d.Notes, "go list: "+strings.TrimSpace(line))
	}
	if len(v.Graph.Findings) > 0 {
		d.Sections = append(d.Sections, v.Graph.findings())
	}
	if len(v.Differences) == 0 {
		return d
	}
	s := report.Section{Title: "differences", Table: &report.Table{Columns: []report.Column{{Name: "kind"}, {Name: "package"}, {Name: "graph"}, {Name: "go list"}, {Name: "go list says"}}}}
	for _, x := range v.Differences {
		s.Table.Rows = append(s.Table.Rows, report.Row(x.Kind, x.Package, x.Ours, x.Theirs, x.Why))
	}
	d.Sections = append(d.Sections, s)
	return d
}

func (v *Verification) answer() string {
	compared := fmt.Sprintf("%s, %s and %s", plural(v.Packages, "package"), plural(v.Edges, "import"), plural(v.Owners, "owner"))
	if len(v.Differences) == 0 {
		return "the graph is that of go list: " + compared + " are the same"
	}
	return fmt.Sprintf("the graph differs from that of go list in %s; %s are the same", plural(len(v.Differences), "place"), compared)
}

// Encode writes the comparison as JSON.
func (v *Verification) Encode(w io.Writer) error {
	type difference struct {
		Kind    string `json:"kind"`
		Package string `json:"package"`
		Ours    string `json:"graph,omitempty"`
		Theirs  string `json:"go_list,omitempty"`
		Why     string `json:"why,omitempty"`
	}
	out := struct {
		Schema      string       `json:"schema"`
		Answer      string       `json:"answer"`
		Packages    int          `json:"packages"`
		Edges       int          `json:"edges"`
		Owners      int          `json:"owners"`
		Differences []difference `json:"differences"`
		Findings    []finding    `json:"findings"`
	}{VerifySchema, v.answer(), v.Packages, v.Edges, v.Owners, []difference{}, v.Graph.encodeFindings()}
	for _, d := range v.Differences {
		out.Differences = append(out.Differences, difference(d))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}
