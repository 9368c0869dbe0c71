package deps

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// shown is how many rows of a ranking stand in front; the others stand aside.
const shown = 12

// ranked divides a ranking into its first rows and the rest, of which what is a name.
func ranked(title, what string, t *report.Table) []report.Section {
	n := min(shown, len(t.Rows))
	all := []report.Section{{Title: title, Table: &report.Table{Columns: t.Columns, Rows: t.Rows[:n]}}}
	if rest := t.Rows[n:]; len(rest) > 0 {
		aside := fmt.Sprintf("%d more %s", len(rest), what)
		all = append(all, report.Section{Aside: aside, Title: aside, Table: &report.Table{Columns: t.Columns, Rows: rest}})
	}
	return all
}

// circle shows a cycle by what to cut; who takes part in it stands aside where many do.
func (r *Result) circle(c *Cycle) []report.Section {
	few := "the fewest that end it"
	if !c.Least {
		few = "few that end it; fewer might"
	}
	t := &report.Table{Columns: []report.Column{{Name: c.Level}, {Name: "imports"}, {Name: "packages", Align: report.Right}, {Name: "at"}}}
	prefix := commonFolder(c.Members)
	for _, l := range c.Cut {
		t.Rows = append(t.Rows, []report.Cell{
			{Text: below(prefix, l.From)}, {Text: below(prefix, l.To)}, number(len(l.Edges)), {Text: r.View.at(l.Edges[0])},
		})
	}
	names := make([]string, len(c.Members))
	for i, m := range c.Members {
		names[i] = below(prefix, m)
	}
	title := fmt.Sprintf("cycle of %s: %d of %d links to cut, %s", plural(len(c.Members), c.Level), len(c.Cut), c.Links, few)
	all := ranked(title, "links to cut", t)
	members := strings.Join(names, ", ")
	if len(names) <= shown {
		all[0].Paragraph = "members: " + members
		return all
	}
	return append(all, report.Section{
		Aside: fmt.Sprintf("the members of the cycle of %d", len(names)), Title: "its members", Paragraph: members,
	})
}

// foreignCycles lists, aside, the cycles that the user has no part in.
func (r *Result) foreignCycles() []report.Section {
	t := &report.Table{Columns: []report.Column{
		{Name: "of"}, {Name: "links", Align: report.Right}, {Name: "to cut", Align: report.Right}, {Name: "members"},
	}}
	for i := range r.Cycles {
		if c := &r.Cycles[i]; !c.Own {
			row := report.Row(c.Level+"s", strconv.Itoa(c.Links), strconv.Itoa(len(c.Cut)), strings.Join(c.Members, ", "))
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []report.Section{{Aside: plural(len(t.Rows), "cycle") + " among other modules", Title: "cycles among other modules", Table: t}}
}

// commonFolder is the longest path that all names lie in, with a slash at its end; "" without one.
func commonFolder(names []string) string {
	prefix := names[0] + "/"
	for _, n := range names {
		for !strings.HasPrefix(n+"/", prefix) {
			prefix = prefix[:strings.LastIndexByte(strings.TrimSuffix(prefix, "/"), '/')+1]
		}
	}
	return prefix
}

// below is a name without the folder that it lies in.
func below(prefix, name string) string {
	if name+"/" == prefix {
		return "."
	}
	return strings.TrimPrefix(name, prefix)
}

// heavy shows the modules without which the most would go.
func (r *Result) heavy() []report.Section {
	if len(r.Heavy) == 0 {
		return nil
	}
	t := &report.Table{Columns: []report.Column{
		{Name: "goes with it", Align: report.Right}, {Name: "packages", Align: report.Right}, {Name: "modules", Align: report.Right},
		{Name: "its own", Align: report.Right}, {Name: "packages", Align: report.Right},
	}}
	code, init := r.Evidence != nil && r.Evidence.Code != nil, r.Evidence != nil && r.Evidence.Init != nil
	if code {
		t.Columns = append(t.Columns, report.Column{Name: "linked", Align: report.Right})
	}
	if init {
		t.Columns = append(t.Columns, report.Column{Name: "init", Align: report.Right})
	}
	t.Columns = append(t.Columns, report.Column{Name: "module"}, report.Column{})
	for _, h := range r.Heavy {
		row := []report.Cell{size(h.Gone.Bytes), number(len(h.Gone.Packages)), number(h.Gone.Modules), size(h.Bytes), number(h.Packages)}
		if n, ok := r.Evidence.codeOf(r.View, h.Module); ok {
			row = append(row, size(n))
		}
		if init {
			row = append(row, r.initCell(h.Module))
		}
		direct := ""
		if !r.View.Graph.Modules[h.Module].Direct {
			direct = "indirect"
		}
		t.Rows = append(t.Rows, append(row, report.Cell{Text: r.View.Graph.module(h.Module)}, report.Cell{Text: direct}))
	}
	return ranked("heaviest dependencies", "modules by weight", t)
}

// initCell is what package init of a module takes, "-" if the record has nothing of it.
func (r *Result) initCell(m int32) report.Cell {
	s, ok := r.Evidence.initOf(r.View, m)
	if !ok {
		return report.Cell{Text: "-"}
	}
	return report.Cell{Text: unit.Seconds(s), Value: &s}
}

// hubSections show what most import, and through what alone others come in.
func (r *Result) hubSections() []report.Section {
	var all []report.Section
	if len(r.Hubs) > 0 {
		all = append(all, ranked("most imported, without the standard library", "hubs", r.hubs(r.Hubs))...)
	}
	if len(r.Gates) > 0 {
		t := &report.Table{Columns: []report.Column{
			{Name: "source", Align: report.Right}, {Name: "packages", Align: report.Right}, {Name: "come in only through"},
		}}
		for _, h := range r.Gates {
			t.Rows = append(t.Rows, []report.Cell{size(h.AloneBytes), number(h.Alone), {Text: r.View.Graph.Packages[h.Package].Path}})
		}
		all = append(all, ranked("what a package alone drags in", "that drag others in", t)...)
	}
	if len(r.StdHubs) > 0 {
		all = append(all, report.Section{
			Aside: "the hubs of the standard library", Title: "most imported of the standard library", Table: r.hubs(r.StdHubs),
		})
	}
	return all
}

func (r *Result) hubs(hubs []Hub) *report.Table {
	t := &report.Table{Columns: []report.Column{
		{Name: "imported by", Align: report.Right}, {Name: "imports", Align: report.Right}, {Name: "reaches", Align: report.Right}, {Name: "package"},
	}}
	for _, h := range hubs {
		t.Rows = append(t.Rows, []report.Cell{
			number(h.In), number(h.Out), number(h.Drags - 1), {Text: r.View.Graph.Packages[h.Package].Path},
		})
	}
	return t
}

// leaning shows the imports that go from stable to unstable, and with -v the instability of each package.
func (r *Result) leaning() []report.Section {
	if len(r.Leaning) == 0 {
		return nil
	}
	t := &report.Table{Columns: []report.Column{
		{Name: "imported by", Align: report.Right}, {Name: "instability", Align: report.Right}, {Name: "package"},
		{Name: "imports"}, {Name: "instability", Align: report.Right}, {Name: "at"},
	}}
	for _, l := range r.Leaning {
		t.Rows = append(t.Rows, []report.Cell{
			number(l.In), ratio(l.From), {Text: r.spoken(l.Edge.From)}, {Text: r.spoken(l.Edge.To)}, ratio(l.To), {Text: r.View.at(l.Edge)},
		})
	}
	return ranked("stands on what is less stable", "that stand on what is less stable", t)
}

// spoken is a package of a main module without the path of the module, as the folder is named.
func (r *Result) spoken(p int32) string {
	pkg := &r.View.Graph.Packages[p]
	rest, ok := strings.CutPrefix(pkg.Path, r.View.Graph.Modules[pkg.Module].Path)
	if !ok || r.mains() > 1 {
		return pkg.Path
	}
	return "." + rest
}

func ratio(x float64) report.Cell {
	return report.Cell{Text: strconv.FormatFloat(x, 'f', 2, 64), Value: &x}
}

func (r *Result) chain() report.Section {
	return report.Section{
		Aside: "the longest chain of imports", Title: "longest chain", Paragraph: strings.Join(r.View.paths(r.Longest), " → "),
	}
}

// measured says where the figures come from that source does not have.
func (r *Result) measured() []string {
	var notes []string
	e := r.Evidence
	if e != nil && e.Code != nil {
		notes = append(notes, "linked: bytes of machine code in "+e.CodeOf+", without data; of generic code that of the package that declares it")
	}
	if e != nil && e.Init != nil {
		notes = append(notes, fmt.Sprintf("init: package init of %s, n=1, pass %s; - means that none was seen", e.InitOf, e.InitPass))
	}
	return notes
}
