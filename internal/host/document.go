package host

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Encode writes d as JSON.
func (d *Diagnosis) Encode(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// answer says in one sentence what the machine allows and what weakens measurements.
func (d *Diagnosis) answer() string {
	var clauses []string
	refused, untold := d.named(isDenied, Seeing), d.named(isUntried, Seeing)
	switch {
	case len(refused) > 0:
		clauses = append(clauses, "this machine does not allow all that Cupel can do: "+list(refused)+are(len(refused))+"denied")
	case len(untold) > 0:
		clauses = append(clauses, "could not tell whether this machine allows "+list(untold))
	default:
		clauses = append(clauses, "this machine allows all that Cupel can do")
	}
	clauses = append(clauses, d.weakened(seeing)...)
	if slices.Equal(d.named(isWeakened, Wall), d.named(isWeakened, CPU)) {
		clauses = append(clauses, d.weakened([]Measure{Wall, CPU})...)
	} else {
		clauses = append(append(clauses, d.weakened([]Measure{Wall})...), d.weakened([]Measure{CPU})...)
	}
	if len(d.named(isWeakened, Wall))+len(d.named(isWeakened, CPU)) == 0 {
		clauses = append(clauses, "nothing was found that weakens its numbers")
	}
	if names := d.named(isUnknown, Wall); len(names) > 0 {
		clauses = append(clauses, "not known: "+list(names))
	}
	return strings.Join(clauses, "; ")
}

// weakened says what weakens kinds of measure that suffer from the same, if anything does.
func (d *Diagnosis) weakened(kinds []Measure) []string {
	names := d.named(isWeakened, kinds[0])
	switch len(names) {
	case 0:
		return nil
	case 1:
		return []string{"1 thing weakens " + Spoken(kinds) + ": " + names[0]}
	}
	return []string{fmt.Sprintf("%d things weaken %s: %s", len(names), Spoken(kinds), list(names))}
}

func isDenied(r *Result) bool   { return r.State == Denied }
func isWeakened(r *Result) bool { return r.State == Weakened }
func isUnknown(r *Result) bool  { return r.State == Unknown }

// isUntried reports whether r is of something that is tried, and it is not known whether it is allowed.
func isUntried(r *Result) bool {
	return isUnknown(r) && slices.ContainsFunc(Checks, func(c Check) bool { return c.Name == r.Name && c.Try != nil })
}

// named returns the names of checks on which a kind of measure depends.
func (d *Diagnosis) named(which func(*Result) bool, m Measure) []string {
	var names []string
	for i := range d.Checks {
		if r := &d.Checks[i]; which(r) && slices.Contains(r.Weakens, m) {
			names = append(names, r.Name)
		}
	}
	return names
}

func are(n int) string {
	if n == 1 {
		return " is "
	}
	return " are "
}

// Spoken is what a reader calls kinds of measure.
func Spoken(kinds []Measure) string {
	has := func(m Measure) bool { return slices.Contains(kinds, m) }
	switch {
	case has(Wall) && has(CPU):
		return "wall and CPU times"
	case has(Wall):
		return "wall times"
	case has(CPU):
		return "CPU times"
	}
	return "what is seen"
}

// list joins names as in a sentence.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// Document turns the diagnosis into what a user reads: what stands in the way with what to do about it, and then
// the rest in tables.
func (d *Diagnosis) Document() *report.Document {
	ways := report.Section{Title: "what stands in the way"}
	rest := []report.Section{section("what Cupel may see"), section("what numbers depend on"), section("for information")}
	whys := report.Section{Aside: "why each of these matters", Title: "why each of these matters"}
	for i := range d.Checks {
		r := &d.Checks[i]
		if r.inTheWay() {
			ways.Findings = append(ways.Findings, r.entry())
			continue
		}
		table := rest[r.group()].Table
		table.Rows = append(table.Rows, report.Row(r.Name, string(r.State), short(r.Value)))
		whys.KeyValues = append(whys.KeyValues, r.details(fmt.Sprintf("%-*s", widestName, r.Name))...)
	}
	doc := &report.Document{Answer: d.Answer}
	if len(ways.Findings) > 0 {
		doc.Sections = append(doc.Sections, ways)
	}
	doc.Sections = append(append(doc.Sections, rest...), whys)
	return doc
}

// section is one for checks that are ok, or for information.
func section(title string) report.Section {
	return report.Section{Title: title, Table: &report.Table{Columns: []report.Column{
		{Name: fmt.Sprintf("%-*s", widestName, "check")}, {Name: fmt.Sprintf("%-*s", len(Weakened), "state")}, {Name: "what there is"},
	}}}
}

// widestName is that of the longest name of a check, so that all tables have the same columns.
const widestName = len("perf-event-paranoid")

// group is the index of the table that r belongs to.
func (r *Result) group() int {
	switch {
	case len(r.Behind) > 0 || slices.Contains(r.Weakens, Seeing):
		return 0
	case len(r.Weakens) > 0:
		return 1
	}
	return 2
}

// inTheWay reports whether r is of something that a measurement suffers from. A setting is not by itself.
func (r *Result) inTheWay() bool {
	return (r.State == Weakened || r.State == Denied) && len(r.Weakens) > 0
}

// entry shows r with why it matters and what would change it.
func (r *Result) entry() report.Entry {
	return report.Entry{ID: r.Name, Severity: string(r.State), Cost: Spoken(r.Weakens), Statement: r.Value, Details: r.details("why")}
}

// details are why r matters, under a key, and what would change it.
func (r *Result) details(why string) []report.KeyValue {
	all := []report.KeyValue{{Key: why, Value: r.Why}}
	switch {
	case r.Remedy != "" && r.Note != "":
		all = append(all, report.KeyValue{Key: "do", Value: r.Remedy, Literal: true}, report.KeyValue{Value: "(" + r.Note + ")"})
	case r.Remedy != "":
		all = append(all, report.KeyValue{Key: "do", Value: r.Remedy, Literal: true})
	case r.Note != "":
		all = append(all, report.KeyValue{Key: "do", Value: r.Note})
	}
	return all
}

// longest is the longest value in a table, in characters: its rows are never wrapped.
const longest = 66

// short cuts a value for a table.
func short(value string) string {
	if runes := []rune(value); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return value
}
