package deps

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Document turns the result into what a user reads.
func (r *Result) Document() *report.Document {
	d := &report.Document{Answer: r.answer(), Notes: []string{r.scope()}}
	if len(r.View.Graph.Findings) > 0 {
		d.Sections = append(d.Sections, r.View.Graph.findings())
	}
	for i := range r.Cycles {
		if r.Cycles[i].Own {
			d.Sections = append(d.Sections, r.circle(&r.Cycles[i])...)
		}
	}
	d.Sections = append(d.Sections, r.heavy()...)
	d.Sections = append(d.Sections, r.hubSections()...)
	d.Sections = append(d.Sections, r.leaning()...)
	d.Sections = append(d.Sections, r.foreignCycles()...)
	d.Sections = append(d.Sections, r.chain())
	d.Notes = append(d.Notes, r.measured()...)
	return d
}

func (r *Result) answer() string {
	n := &r.Packages
	s := r.reached() + "; the longest chain has " + plural(r.Depth, "import")
	for _, c := range r.Cycles {
		if c.Own {
			s += fmt.Sprintf("; %s import one another in a circle", plural(len(c.Members), c.Level))
		}
	}
	if n[Missing] > 0 {
		s += fmt.Sprintf("; %s could not be found", plural(n[Missing], "package"))
	}
	return s
}

// reached says how much the packages of the user's own reach. Within the standard library there are none.
func (r *Result) reached() string {
	n := &r.Packages
	if n[Own] == 0 {
		return plural(n[Std], "package") + " of the standard library"
	}
	others, verb := "no other module", "reach"
	if n[Foreign] > 0 {
		others = plural(n[Foreign], "package") + " of " + plural(r.Modules-r.mains(), "other module")
	}
	if n[Own] == 1 {
		verb = "reaches"
	}
	return fmt.Sprintf("%s of %s %s %s, and %d of the standard library",
		plural(n[Own], "package"), plural(r.mains(), "module"), verb, others, n[Std])
}

// mains is how many main modules have packages in the view.
func (r *Result) mains() int {
	seen := map[int32]bool{}
	for _, id := range r.View.Packages() {
		if p := &r.View.Graph.Packages[id]; p.Kind == Own {
			seen[p.Module] = true
		}
	}
	return len(seen)
}

// scope says what the figures are of.
func (r *Result) scope() string {
	return fmt.Sprintf("%s: %s, %s of source, %s", r.View.scope(), plural(r.Files, "file"), unit.Bytes(float64(r.Bytes)), plural(r.Edges, "import"))
}

// scope says which build a view is of.
func (v *View) scope() string {
	s := v.Scope
	var parts []string
	if s.All {
		parts = append(parts, "every platform and tag")
	} else {
		cgo := "without cgo"
		if s.Cgo {
			cgo = "with cgo"
		}
		parts = append(parts, s.GOOS+"/"+s.GOARCH, cgo)
		if len(s.Tags) > 0 {
			parts = append(parts, "tags "+strings.Join(s.Tags, ","))
		}
	}
	tests := "without tests"
	if s.Tests {
		tests = "with the tests of the packages named"
	}
	return fmt.Sprintf("%s, %s, %s", strings.Join(parts, ", "), tests, v.Graph.Toolchain)
}

// titleUnread is the title of what is wrong with the graph.
const titleUnread = "what could not be read"

// findings shows what is wrong with place.
func (g *Graph) findings() report.Section {
	s := report.Section{Title: titleUnread}
	for _, f := range g.Findings {
		place := g.relative(f.File)
		if f.Line > 0 {
			place += ":" + strconv.Itoa(f.Line)
		}
		s.Findings = append(s.Findings, report.Entry{ID: f.Rule, Severity: "info", Place: place, Statement: f.Text})
	}
	return s
}

func number(n int) report.Cell {
	value := float64(n)
	return report.Cell{Text: strconv.Itoa(n), Value: &value}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
