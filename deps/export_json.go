package deps

import "io"

// SchemaGraph names the format of the JSON of an [Export].
const SchemaGraph = "cupel.deps.graph/v1"

// json writes the graph as JSON.
func (x *Export) json(w io.Writer) error {
	type node struct {
		Name     string `json:"name"`
		Label    string `json:"label"`
		Module   string `json:"module,omitempty"`
		Folder   string `json:"folder,omitempty"`
		Kind     string `json:"kind"`
		Packages int    `json:"packages"`
		Bytes    int64  `json:"bytes"`
	}
	type edge struct {
		From    string `json:"from"`
		To      string `json:"to"`
		Imports int    `json:"imports"`
		Test    bool   `json:"test,omitempty"`
		Cycle   bool   `json:"cycle,omitempty"`
	}
	out := struct {
		Schema   string `json:"schema"`
		Collapse string `json:"collapse"`
		Nodes    []node `json:"nodes"`
		Edges    []edge `json:"edges"`
	}{SchemaGraph, x.Collapse, []node{}, []edge{}}
	for _, n := range x.Nodes {
		out.Nodes = append(out.Nodes, node{n.Name, n.Label, n.Module, n.Folder, n.Kind.String(), n.Packages, n.Bytes})
	}
	for _, e := range x.Edges {
		out.Edges = append(out.Edges, edge{x.Nodes[e.From].Name, x.Nodes[e.To].Name, e.Imports, e.Test, e.Cycle})
	}
	return writeJSON(w, out)
}
