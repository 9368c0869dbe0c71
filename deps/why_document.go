package deps

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/cupelgo/cupel/internal/report"
)

// SchemaWhy names the format of the JSON of a [Why].
const SchemaWhy = "cupel.deps.why/v1"

// Document turns the answer into what a user reads.
func (w *Why) Document() *report.Document {
	d := &report.Document{Answer: w.answer(), Notes: []string{w.View.scope()}}
	for i, way := range w.Ways {
		s := report.Section{Table: w.View.table(way)}
		if w.Count > 1 {
			s.Title = fmt.Sprintf("way %d of %s", i+1, count(w.Count))
		}
		d.Sections = append(d.Sections, s)
	}
	if more := w.More(); more > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("%s left out: --ways %s shows more", wayCount(more), count(min(w.Count, 1000))))
	}
	if w.View.Scope.All && len(w.Ways) > 0 {
		d.Notes = append(d.Notes, "a way is over every platform at once: where its conditions exclude one another no build has it; without --all one build is asked")
	}
	if len(w.View.Graph.Findings) > 0 {
		d.Notes = append(d.Notes, plural(len(w.View.Graph.Findings), "part")+" could not be read, and may lead there too: cupel deps lists them")
	}
	return d
}

func (w *Why) answer() string {
	switch {
	case w.Start == 0:
		return fmt.Sprintf("%s is not in this build, and so does not reach %s", w.From, w.To)
	case w.Reached == 0 && w.Start > 1 && w.From == "":
		return fmt.Sprintf("none of %d %s reaches %s", w.Start, w.kind(), w.To)
	case w.Asked == 0:
		return fmt.Sprintf("%s does not reach %s: nothing here does", w.from(), w.To)
	case w.Reached == 0:
		return fmt.Sprintf("%s does not reach %s", w.from(), w.To)
	}
	s := fmt.Sprintf("%s in %s, by %s", w.reaches(), plural(w.Imports, "import"), wayCount(w.Count))
	if w.Asked > 1 {
		s += fmt.Sprintf("; of its %d packages %d are reached", w.Asked, w.Reached)
	}
	return s
}

// from is how the one beginning is spoken of.
func (w *Why) from() string {
	if w.From != "" {
		return w.From
	}
	return w.View.Graph.Packages[w.View.programs()[0]].Path
}

// kind is what ways begin at where no beginning was named.
func (w *Why) kind() string {
	if w.View.Graph.Packages[w.View.programs()[0]].Name == "main" {
		return "programs"
	}
	return "packages named"
}

// reaches says that the end is reached, and from where.
func (w *Why) reaches() string {
	if w.Start == 1 || w.From != "" {
		return w.from() + " reaches " + w.To
	}
	nearest := w.View.Graph.Packages[w.Ways[0][0].From].Path
	return fmt.Sprintf("%d of %d %s reach %s: the nearest, %s,", w.Leading, w.Start, w.kind(), w.To, nearest)
}

func wayCount(n uint64) string {
	if n == 1 {
		return "1 shortest way"
	}
	return count(n) + " shortest ways"
}

func count(n uint64) string {
	if n == math.MaxUint64 {
		return "more than 10^19"
	}
	return strconv.FormatUint(n, 10)
}

// table shows a way: each package with where it imports the next one.
func (v *View) table(way Way) *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "package"}, {Name: "imports the next at"}}}
	for _, e := range way {
		t.Rows = append(t.Rows, report.Row(v.Graph.Packages[e.From].Path, v.at(e)))
	}
	last := way[len(way)-1].To
	t.Rows = append(t.Rows, report.Row(v.Graph.Packages[last].Path))
	return t
}

// An encodedEdge is one import with its places, as JSON.
type encodedEdge struct {
	From    string  `json:"from"`
	To      string  `json:"to"`
	Implied bool    `json:"implied,omitempty"`
	Test    bool    `json:"test,omitempty"`
	At      []place `json:"at,omitempty"`
}

func (v *View) encodeEdge(e Edge) encodedEdge {
	return encodedEdge{v.Graph.Packages[e.From].Path, v.Graph.Packages[e.To].Path, e.Implied, e.Test, v.placesOf(e)}
}

func (v *View) encodeEdges(all []Edge) []encodedEdge {
	out := []encodedEdge{}
	for _, e := range all {
		out = append(out, v.encodeEdge(e))
	}
	return out
}

// Encode writes the answer as JSON.
func (w *Why) Encode(out io.Writer) error {
	x := struct {
		Schema   string          `json:"schema"`
		Answer   string          `json:"answer"`
		From     string          `json:"from,omitempty"`
		To       string          `json:"to"`
		Reached  bool            `json:"reached"`
		Imports  int             `json:"imports"`
		Count    uint64          `json:"count"`
		Ways     [][]encodedEdge `json:"ways"`
		Findings []finding       `json:"findings"`
	}{SchemaWhy, w.answer(), w.From, w.To, w.Reached > 0, w.Imports, w.Count, [][]encodedEdge{}, w.View.Graph.encodeFindings()}
	for _, way := range w.Ways {
		x.Ways = append(x.Ways, w.View.encodeEdges(way))
	}
	return writeJSON(out, x)
}

func writeJSON(w io.Writer, x any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(x)
}
