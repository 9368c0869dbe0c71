package deps

import (
	"encoding/json"
	"io"
)

// Schema names the format of the JSON of a graph.
const Schema = "cupel.deps/v1"

// A finding is one as JSON.
type finding struct {
	Rule string `json:"rule"`
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

func (g *Graph) encodeFindings() []finding {
	out := []finding{}
	for _, f := range g.Findings {
		out = append(out, finding{f.Rule, g.relative(f.File), f.Line, f.Text})
	}
	return out
}

// Encode writes the graph as one JSON object, an element of a list per line.
func (r *Result) Encode(w io.Writer) error {
	v := r.View
	h := head{
		Schema: Schema, Toolchain: v.Graph.Toolchain, Cgo: v.Scope.Cgo, Tags: v.Scope.Tags, All: v.Scope.All, Tests: v.Scope.Tests,
		Answer: r.answer(), Depth: r.Depth, Files: r.Files, Bytes: r.Bytes, EdgeCount: r.Edges,
		Hubs: v.encodeHubs(r.Hubs), StdHubs: v.encodeHubs(r.StdHubs), Gates: v.encodeHubs(r.Gates), Heavy: r.encodeHeavy(),
		Leaning: []leaning{}, Cycles: []cycle{}, Findings: v.Graph.encodeFindings(),
	}
	if !v.Scope.All {
		h.GOOS, h.GOARCH = v.Scope.GOOS, v.Scope.GOARCH
	}
	for _, c := range r.Cycles {
		h.Cycles = append(h.Cycles, v.encodeCycle(&c))
	}
	for _, l := range r.Leaning {
		h.Leaning = append(h.Leaning, leaning{v.encodeEdge(l.Edge), l.In, l.From, l.To})
	}
	first, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if _, err := w.Write(first[:len(first)-1]); err != nil {
		return err
	}
	return v.encodeLists(w)
}
