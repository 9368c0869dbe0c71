package deps

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// dot writes the graph in the language of Graphviz. Source: https://graphviz.org/doc/info/lang.html
func (x *Export) dot(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("digraph deps {\n\trankdir=LR;\n\tcompound=true;\n\tnode [shape=box, fontname=\"sans-serif\", fontsize=10];\n\tgraph [fontname=\"sans-serif\", fontsize=11, color=gray];\n")
	depth := 1
	indent := func() string { return strings.Repeat("\t", depth) }
	x.clusters(func(id, label string) {
		fmt.Fprintf(b, "%ssubgraph cluster_%s {\n", indent(), id)
		depth++
		fmt.Fprintf(b, "%slabel=%s;\n", indent(), dotQuote(label))
	}, func(i int) {
		n := x.Nodes[i]
		fmt.Fprintf(b, "%sn%d [label=%s, tooltip=%s%s];\n", indent(), i, dotQuote(n.Label), dotQuote(n.Name), dotStyle(n.Kind))
	}, func() {
		depth--
		fmt.Fprintf(b, "%s}\n", indent())
	})
	for _, e := range x.Edges {
		fmt.Fprintf(b, "\tn%d -> n%d%s;\n", e.From, e.To, dotLine(e))
	}
	b.WriteString("}\n")
	return b.Flush()
}

// dotQuote is a string in quotes, in which a backslash begins an escape.
func dotQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean(s)) + `"`
}

func dotStyle(k Kind) string {
	switch k {
	case Own:
		return `, style=filled, fillcolor="#dbe9ff"`
	case Missing:
		return `, style=dashed, color=red`
	case Std:
		return `, style=filled, fillcolor="#eeeeee"`
	}
	return ""
}

func dotLine(e ExportEdge) string {
	var all []string
	if e.Imports > 1 {
		all = append(all, fmt.Sprintf("label=%d", e.Imports))
	}
	if e.Cycle {
		all = append(all, "color=red")
	}
	if e.Test {
		all = append(all, "style=dashed")
	}
	if len(all) == 0 {
		return ""
	}
	return " [" + strings.Join(all, ", ") + "]"
}
