package deps

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// SchemaCut names the format of the JSON of a [Cut].
const SchemaCut = "cupel.deps.cut/v1"

// Document turns the answer into what a user reads.
func (c *Cut) Document() *report.Document {
	d := &report.Document{Answer: c.answer(), Notes: []string{c.View.scope()}}
	if len(c.Imports) > 0 {
		d.Sections = append(d.Sections, c.imports()...)
	}
	if len(c.By) > 0 {
		d.Sections = append(d.Sections, c.by(), c.packages())
	}
	if len(c.Holders) > 0 {
		d.Sections = append(d.Sections, c.holders())
	}
	if n := len(c.Alone.Packages); !c.Edge && n != len(c.Gone.Packages) && n > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("if what imports %s did without it, and all else stayed, %s would go", c.Name, c.View.weight(&c.Alone)))
	}
	return d
}

func (c *Cut) answer() string {
	switch {
	case len(c.Asked) == 0:
		return fmt.Sprintf("%s is not reached: dropping it changes nothing", c.Name)
	case c.Edge && len(c.Imports) == 0:
		return fmt.Sprintf("there is no import %s: dropping it changes nothing", c.Name)
	case c.Edge && len(c.Gone.Packages) == 0:
		return fmt.Sprintf("without %s (%s), all packages would still be reached", c.Name, c.places(c.Imports))
	case c.Edge:
		return fmt.Sprintf("without %s (%s), %s would go", c.Name, c.places(c.Imports), c.View.weight(&c.Gone))
	case len(c.Imports) == 0:
		return fmt.Sprintf("no import of the main module leads to %s: it cannot be dropped there", c.Name)
	}
	s := fmt.Sprintf("to be rid of %s the main module must lose %s", c.Name, c.places(c.Imports))
	if indirect := len(c.Imports) - c.Direct; indirect > 0 {
		s += fmt.Sprintf(" (%d of it, %d of what leads to it)", c.declarations(c.Imports[:c.Direct]), c.declarations(c.Imports[c.Direct:]))
	}
	return s + "; with it would go " + c.View.weight(&c.Gone)
}

// places says how many import declarations in how many packages make edges.
func (c *Cut) places(edges []Edge) string {
	from := map[int32]bool{}
	for _, e := range edges {
		from[e.From] = true
	}
	return plural(c.declarations(edges), "import") + " in " + plural(len(from), "package")
}

func (c *Cut) declarations(edges []Edge) int {
	n := 0
	for _, e := range edges {
		n += len(c.View.Places(e))
	}
	return n
}

// weight says how much packages are: those of other modules first, then the standard library's.
func (v *View) weight(w *Weight) string {
	n := [Missing + 1]int{}
	for _, p := range w.Packages {
		n[v.Graph.Packages[p].Kind]++
	}
	var parts []string
	if n[Own] > 0 {
		parts = append(parts, plural(n[Own], "own package"))
	}
	if n[Foreign] > 0 {
		part := plural(n[Foreign], "package") + " of other modules"
		if w.Modules > 0 {
			part += fmt.Sprintf(" (%s as a whole)", plural(w.Modules, "module"))
		}
		parts = append(parts, part)
	}
	if n[Std] > 0 {
		parts = append(parts, strconv.Itoa(n[Std])+" of the standard library")
	}
	if n[Missing] > 0 {
		parts = append(parts, strconv.Itoa(n[Missing])+" that could not be found")
	}
	if len(parts) == 0 {
		return "nothing else"
	}
	return strings.Join(parts, ", ") + ": " + unit.Bytes(float64(w.Bytes)) + " of source"
}

// importsShown is how many imports a document lists unless all is asked for.
const importsShown = 30

// imports lists what must go; the second section is the rest of a long list.
func (c *Cut) imports() []report.Section {
	title := "imports that must go"
	if c.Edge {
		title = "imports dropped"
	}
	var rows [][]report.Cell
	target := c.View.marked(c.Asked)
	for _, e := range c.Imports {
		to := c.View.Graph.Packages[e.To].Path
		if !target[e.To] {
			to += " (leads to it)"
		}
		for _, at := range c.View.placesOf(e) {
			rows = append(rows, report.Row(c.View.spell(at), to))
		}
	}
	columns := []report.Column{{Name: "where"}, {Name: "imports"}}
	shown := min(len(rows), importsShown)
	all := []report.Section{{Title: title, Table: &report.Table{Columns: columns, Rows: rows[:shown]}}}
	if more := rows[shown:]; len(more) > 0 {
		aside := fmt.Sprintf("%d more imports", len(more))
		all = append(all, report.Section{Aside: aside, Title: aside, Table: &report.Table{Columns: columns, Rows: more}})
	}
	return all
}

// by is what goes, by module.
func (c *Cut) by() report.Section {
	s := report.Section{Title: "what goes", Table: &report.Table{Columns: []report.Column{
		{Name: "packages", Align: report.Right}, {Name: "source", Align: report.Right}, {Name: "module"}, {Name: ""},
	}}}
	for i := range c.By {
		w := &c.By[i]
		whole := ""
		if w.Whole {
			whole = "as a whole"
		}
		s.Table.Rows = append(s.Table.Rows, []report.Cell{
			number(len(w.Packages)), size(w.Bytes), {Text: c.View.Graph.module(w.Module)}, {Text: whole},
		})
	}
	return s
}

// packages is what goes, one by one.
func (c *Cut) packages() report.Section {
	s := report.Section{Aside: "the packages that go", Title: "packages that go", Table: &report.Table{Columns: []report.Column{
		{Name: "source", Align: report.Right}, {Name: "package"},
	}}}
	for _, p := range c.Gone.Packages {
		_, bytes := c.View.size(p)
		s.Table.Rows = append(s.Table.Rows, []report.Cell{size(bytes), {Text: c.View.Graph.Packages[p].Path}})
	}
	return s
}

// holdersShown is how many packages of others a document names.
const holdersShown = 10

func (c *Cut) holders() report.Section {
	s := report.Section{Title: "imported by others", Table: &report.Table{Columns: []report.Column{{Name: "package"}, {Name: "module"}}}}
	for _, p := range c.Holders[:min(holdersShown, len(c.Holders))] {
		pkg := &c.View.Graph.Packages[p]
		s.Table.Rows = append(s.Table.Rows, report.Row(pkg.Path, c.View.Graph.module(pkg.Module)))
	}
	if more := len(c.Holders) - holdersShown; more > 0 {
		s.Table.Rows = append(s.Table.Rows, report.Row(fmt.Sprintf("and %d more", more)))
	}
	return s
}

// module names a module with its version.
func (g *Graph) module(m int32) string {
	switch {
	case m < 0:
		return "not found"
	case m == 0:
		return "standard library"
	case g.Modules[m].Version == "":
		return g.Modules[m].Path
	}
	return g.Modules[m].Path + " " + g.Modules[m].Version
}

func size(bytes int64) report.Cell {
	value := float64(bytes)
	return report.Cell{Text: unit.Bytes(value), Value: &value}
}

// An encodedWeight is a Weight as JSON.
type encodedWeight struct {
	Module   string   `json:"module,omitempty"`
	Whole    bool     `json:"whole,omitempty"`
	Packages []string `json:"packages"`
	Modules  int      `json:"modules"`
	Files    int      `json:"files"`
	Bytes    int64    `json:"bytes"`
}

func (v *View) encodeWeight(w *Weight) encodedWeight {
	x := encodedWeight{Whole: w.Whole, Packages: v.paths(w.Packages), Modules: w.Modules, Files: w.Files, Bytes: w.Bytes}
	if w.Module >= 0 {
		x.Module = v.Graph.Modules[w.Module].Path
	}
	return x
}

func (v *View) paths(ids []int32) []string {
	out := []string{}
	for _, p := range ids {
		out = append(out, v.Graph.Packages[p].Path)
	}
	return out
}

// Encode writes the answer as JSON.
func (c *Cut) Encode(w io.Writer) error {
	x := struct {
		Schema   string          `json:"schema"`
		Answer   string          `json:"answer"`
		Name     string          `json:"name"`
		Asked    []string        `json:"asked"`
		Imports  []encodedEdge   `json:"imports"`
		Gone     encodedWeight   `json:"gone"`
		Alone    encodedWeight   `json:"alone"`
		By       []encodedWeight `json:"by"`
		Holders  []string        `json:"holders"`
		Findings []finding       `json:"findings"`
	}{
		SchemaCut, c.answer(), c.Name, c.View.paths(c.Asked), c.View.encodeEdges(c.Imports), c.View.encodeWeight(&c.Gone),
		c.View.encodeWeight(&c.Alone), []encodedWeight{}, c.View.paths(c.Holders), c.View.Graph.encodeFindings(),
	}
	for i := range c.By {
		x.By = append(x.By, c.View.encodeWeight(&c.By[i]))
	}
	return writeJSON(w, x)
}
