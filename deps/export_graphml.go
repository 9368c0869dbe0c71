package deps

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// graphMLKeys are what nodes and edges tell. Source: http://graphml.graphdrawing.org/specification.html
var graphMLKeys = []struct{ id, of, kind string }{
	{"label", "node", "string"}, {"name", "node", "string"}, {"module", "node", "string"}, {"folder", "node", "string"},
	{"kind", "node", "string"}, {"packages", "node", "int"}, {"bytes", "node", "long"},
	{"imports", "edge", "int"}, {"test", "edge", "boolean"}, {"cycle", "edge", "boolean"},
}

// graphML writes the graph as GraphML, which Gephi and yEd read. Module and folder of a node are data of it, since not every
// program knows nested graphs.
func (x *Export) graphML(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, k := range graphMLKeys {
		fmt.Fprintf(b, "  <key id=%q for=%q attr.name=%q attr.type=%q/>\n", k.id, k.of, k.id, k.kind)
	}
	b.WriteString("  <graph id=\"deps\" edgedefault=\"directed\">\n")
	data := func(key, value string) {
		if value != "" {
			fmt.Fprintf(b, "<data key=%q>", key)
			xml.EscapeText(b, []byte(clean(value)))
			b.WriteString("</data>")
		}
	}
	for i, n := range x.Nodes {
		fmt.Fprintf(b, "    <node id=\"n%d\">", i)
		data("label", n.Label)
		data("name", n.Name)
		data("module", n.Module)
		data("folder", n.Folder)
		data("kind", n.Kind.String())
		data("packages", strconv.Itoa(n.Packages))
		data("bytes", strconv.FormatInt(n.Bytes, 10))
		b.WriteString("</node>\n")
	}
	for _, e := range x.Edges {
		fmt.Fprintf(b, "    <edge source=\"n%d\" target=\"n%d\">", e.From, e.To)
		data("imports", strconv.Itoa(e.Imports))
		data("test", strconv.FormatBool(e.Test))
		data("cycle", strconv.FormatBool(e.Cycle))
		b.WriteString("</edge>\n")
	}
	b.WriteString("  </graph>\n</graphml>\n")
	return b.Flush()
}
