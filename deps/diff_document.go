package deps

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Document turns the difference into what a user reads, and what a pull request shows.
func (d *Diff) Document() *report.Document {
	doc := &report.Document{Answer: d.answer()}
	for _, s := range [][]report.Section{d.capabilityTable(), d.moduleTable(), d.packageTables(), d.importTables(), d.cycleTable()} {
		doc.Sections = append(doc.Sections, s...)
	}
	doc.Notes = append(doc.Notes, d.New.View.scope()+"; both sides with this toolchain")
	for _, side := range []*Side{&d.Old, &d.New} {
		if len(side.Now) > 0 {
			doc.Notes = append(doc.Notes, fmt.Sprintf("outside of the repository, and at %s taken as it is now: %s", side.spoken(), strings.Join(side.Now, ", ")))
		}
		if n := len(side.View.Graph.Findings); n > 0 {
			f := side.View.Graph.encodeFindings()[0]
			doc.Notes = append(doc.Notes, fmt.Sprintf("%s of %s could not be read, and what it reaches is not compared: %s: %s",
				plural(n, "part"), side.spoken(), place{File: f.File, Line: f.Line}.short(), f.Text))
		}
	}
	return doc
}

// spoken names a side, with the commit where its name is not that.
func (s *Side) spoken() string {
	if s.Commit == "" || strings.HasPrefix(s.Commit, s.Name) || strings.HasPrefix(s.Name, s.Commit) {
		return s.Name
	}
	return s.Name + " (" + s.Commit + ")"
}

func (d *Diff) answer() string {
	between := "from " + d.Old.spoken() + " to " + d.New.spoken()
	var parts []string
	if s := d.capabilityAnswer(); s != "" {
		parts = append(parts, s)
	}
	if s := d.moduleAnswer(); s != "" {
		parts = append(parts, s)
	}
	for _, group := range []struct {
		kind Kind
		what string
	}{{Own, "own packages"}, {Foreign, "packages of others"}} {
		added, removed := 0, 0
		for _, p := range d.Packages {
			if p.Kind == group.kind {
				added, removed = addTo(added, removed, p.Added)
			}
		}
		parts = append(parts, signs(added, removed, group.what)...)
	}
	added, removed := 0, 0
	for i := range d.Imports {
		if d.Imports[i].own() {
			added, removed = addTo(added, removed, d.Imports[i].Added)
		}
	}
	parts = append(parts, signs(added, removed, "own imports")...)
	if len(parts) == 0 {
		return between + " no dependency changes"
	}
	return between + ": " + strings.Join(parts, "; ")
}

func addTo(added, removed int, isAdded bool) (int, int) {
	if isAdded {
		return added + 1, removed
	}
	return added, removed + 1
}

// signs says how many came and went.
func signs(added, removed int, what string) []string {
	switch {
	case added == 0 && removed == 0:
		return nil
	case removed == 0:
		return []string{fmt.Sprintf("+%d %s", added, what)}
	case added == 0:
		return []string{fmt.Sprintf("−%d %s", removed, what)}
	}
	return []string{fmt.Sprintf("+%d −%d %s", added, removed, what)}
}

// capabilityAnswer names what no module could do before.
func (d *Diff) capabilityAnswer() string {
	var names []string
	for _, c := range d.Capabilities {
		if c.Added && c.Program && (len(names) == 0 || names[len(names)-1] != c.Capability.Name) {
			names = append(names, c.Capability.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "new here: " + strings.Join(names, ", ")
}

func (d *Diff) moduleAnswer() string {
	counts := map[string]int{}
	for _, m := range d.Modules {
		counts[m.Change]++
	}
	var parts []string
	for _, change := range []string{"added", "removed", "up", "down", "replaced"} {
		if n := counts[change]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+change)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "modules: " + strings.Join(parts, ", ")
}

func (d *Diff) capabilityTable() []report.Section {
	if len(d.Capabilities) == 0 {
		return nil
	}
	t := &report.Table{Columns: []report.Column{
		{Name: ""}, {Name: "capability"}, {Name: "module"}, {Name: "packages", Align: report.Right}, {Name: "first at"}, {Name: "imports"}, {Name: ""},
	}}
	for _, c := range d.Capabilities {
		only := ""
		if c.Program && c.Added {
			only = "nothing had it before"
		} else if c.Program {
			only = "nothing has it now"
		}
		t.Rows = append(t.Rows, []report.Cell{
			{Text: sign(c.Added)}, {Text: c.Capability.Name}, {Text: c.Module}, number(c.Packages), {Text: d.place(&c)}, {Text: c.Import}, {Text: only},
		})
	}
	return []report.Section{{Title: "what modules can do", Table: t}, d.chains()}
}

// place is where a capability is had first: the package within its module, and the import.
func (d *Diff) place(c *CapabilityChange) string {
	rest := strings.TrimPrefix(strings.TrimPrefix(c.Package, c.Module), "/")
	if i := strings.LastIndexByte(c.At, '/'); i >= 0 || rest == "" {
		return c.At
	}
	return rest + "/" + c.At
}

// chains show how the program comes to a new capability.
func (d *Diff) chains() report.Section {
	s := report.Section{Aside: "how new capabilities are reached", Title: "how they are reached"}
	for _, c := range d.Capabilities {
		if c.Added && len(c.Chain) > 0 {
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: c.Capability.Name + ", " + c.Module, Value: strings.Join(c.Chain, " → ")})
		}
	}
	return s
}

func sign(added bool) string {
	if added {
		return "+"
	}
	return "−"
}

func (d *Diff) moduleTable() []report.Section {
	if len(d.Modules) == 0 {
		return nil
	}
	t := &report.Table{Columns: []report.Column{
		{Name: ""}, {Name: "module"}, {Name: "before"}, {Name: "now"}, {Name: "packages", Align: report.Right}, {Name: "licence"}, {Name: ""},
	}}
	for _, m := range d.Modules {
		state := m.New
		if state == nil {
			state = m.Old
		}
		direct := ""
		if !state.Direct {
			direct = "indirect"
		}
		t.Rows = append(t.Rows, []report.Cell{
			{Text: m.Change}, {Text: m.Path}, {Text: m.Old.version()}, {Text: m.New.version()}, number(state.Packages), {Text: m.licence()}, {Text: direct},
		})
	}
	return []report.Section{{Title: "modules", Table: t}}
}

func (m *ModuleState) version() string {
	switch {
	case m == nil:
		return ""
	case m.Replace != "":
		return m.Version + " => " + m.Replace
	}
	return m.Version
}

// licence says under which licence a module is, and if that changed what it was.
func (m *ModuleChange) licence() string {
	switch {
	case m.New == nil:
		return m.Old.Licence.Names
	case m.Old != nil && m.Old.Licence.Names != m.New.Licence.Names:
		return m.Old.Licence.Names + " → " + m.New.Licence.Names
	}
	return m.New.Licence.Names
}

// packageTables list the packages: those of the main modules, and aside all others.
func (d *Diff) packageTables() []report.Section {
	var all []report.Section
	for _, group := range []struct {
		title string
		aside bool
		in    func(Kind) bool
	}{
		{"own packages", false, func(k Kind) bool { return k == Own }},
		{"packages of other modules", true, func(k Kind) bool { return k == Foreign || k == Missing }},
		{"packages of the standard library", true, func(k Kind) bool { return k == Std }},
	} {
		var rows [][]report.Cell
		for _, p := range d.Packages {
			if group.in(p.Kind) {
				rows = append(rows, report.Row(sign(p.Added), p.Path))
			}
		}
		if len(rows) == 0 {
			continue
		}
		s := report.Section{Title: group.title, Table: &report.Table{Columns: []report.Column{{Name: ""}, {Name: "package"}}, Rows: rows}}
		if group.aside {
			s.Aside = strconv.Itoa(len(rows)) + " " + group.title
		}
		all = append(all, s)
	}
	return all
}

// importTables list the imports of the main modules: those of packages that are on both sides, of other modules and of packages that
// came or went aside.
func (d *Diff) importTables() []report.Section {
	var plain, aside [][]report.Cell
	gone := map[string]bool{}
	for _, p := range d.Packages {
		gone[p.Path] = true
	}
	for i := range d.Imports {
		c := &d.Imports[i]
		row := report.Row(sign(c.Added), c.To(), c.Side.View.at(c.Edge))
		switch {
		case c.own() && !gone[c.From()]:
			plain = append(plain, row)
		case c.own():
			aside = append(aside, row)
		}
	}
	columns := []report.Column{{Name: ""}, {Name: "import"}, {Name: "at"}}
	var all []report.Section
	if len(plain) > 0 {
		all = append(all, report.Section{Title: "own imports", Table: &report.Table{Columns: columns, Rows: plain}})
	}
	if len(aside) > 0 {
		title := "imports of own packages that came or went"
		all = append(all, report.Section{Aside: plural(len(aside), "import") + " of own packages that came or went", Title: title, Table: &report.Table{Columns: columns, Rows: aside}})
	}
	return all
}

// cycleTable lists the cycles that only one side has.
func (d *Diff) cycleTable() []report.Section {
	var rows [][]report.Cell
	old, now := d.Old.View.cycles(), d.New.View.cycles()
	list := func(a, b []Cycle, added bool) {
		known := map[string]bool{}
		for _, c := range b {
			known[c.Level+" "+strings.Join(c.Members, " ")] = true
		}
		for _, c := range a {
			if !known[c.Level+" "+strings.Join(c.Members, " ")] {
				rows = append(rows, []report.Cell{{Text: sign(added)}, {Text: c.Level}, number(len(c.Members)), number(len(c.Cut)), {Text: strings.Join(c.Members[:min(len(c.Members), 4)], ", ")}})
			}
		}
	}
	list(old, now, false)
	list(now, old, true)
	if len(rows) == 0 {
		return nil
	}
	return []report.Section{{Title: "cycles", Table: &report.Table{Columns: []report.Column{
		{Name: ""}, {Name: "of"}, {Name: "members", Align: report.Right}, {Name: "links to cut", Align: report.Right}, {Name: "among them"},
	}, Rows: rows}}}
}
