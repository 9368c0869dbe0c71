package deps

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// What Mermaid draws unless it is told otherwise; GitHub and GitLab keep to it.
// Source: https://mermaid.js.org/config/schema-docs/config.html, maxTextSize and maxEdges.
const (
	mermaidText  = 50_000 // characters
	mermaidEdges = 500
)

// mermaid writes the graph as a Mermaid flowchart. What is too large to be drawn is written all the same, and says so.
func (x *Export) mermaid(w io.Writer) error {
	var b bytes.Buffer
	depth := 1
	indent := func() string { return strings.Repeat("  ", depth) }
	x.clusters(func(id, label string) {
		fmt.Fprintf(&b, "%ssubgraph %s[\"%s\"]\n", indent(), id, mermaidQuote(label))
		depth++
	}, func(i int) {
		fmt.Fprintf(&b, "%sn%d[\"%s\"]\n", indent(), i, mermaidQuote(x.Nodes[i].Label))
	}, func() {
		depth--
		fmt.Fprintf(&b, "%send\n", indent())
	})
	for _, e := range x.Edges {
		arrow := "-->"
		if e.Test {
			arrow = "-.->"
		}
		label := ""
		if e.Imports > 1 {
			label = fmt.Sprintf("|%d|", e.Imports)
		}
		fmt.Fprintf(&b, "  n%d %s%s n%d\n", e.From, arrow, label, e.To)
	}
	head := "flowchart LR\n"
	if limit := x.TooLarge(b.Len()); limit != "" {
		head += "  %% " + limit + "\n"
	}
	_, err := io.WriteString(w, head+b.String())
	return err
}

// TooLarge says which limit of Mermaid's the graph exceeds, "" if none; size is that of its text in bytes.
func (x *Export) TooLarge(size int) string {
	switch {
	case len(x.Edges) > mermaidEdges:
		return fmt.Sprintf("%d edges: Mermaid draws %d unless maxEdges is raised", len(x.Edges), mermaidEdges)
	case size > mermaidText:
		return fmt.Sprintf("%d bytes of text: Mermaid draws %d unless maxTextSize is raised", size, mermaidText)
	}
	return ""
}

// mermaidQuote is text within quotes: all that has a meaning to Mermaid or HTML stands as its number.
func mermaidQuote(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > '~', strings.ContainsRune(" ./-_+~@,:", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
