package deps

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// shown is how many rows of a ranking a document has.
const shown = 12

// circle shows a cycle by what to cut; who takes part in it stands aside where many do.
func (r *Result) circle(c *Cycle) []report.Section {
	few := "the fewest that end it"
	if !c.Least {
		few = "few that end it; fewer might"
	}
	s := report.Section{
		Title: fmt.Sprintf("cycle of %s: %d of %d links to cut, %s", plural(len(c.Members), c.Level), len(c.Cut), c.Links, few),
		Table: &report.Table{Columns: []report.Column{{Name: c.Level}, {Name: "imports"}, {Name: "packages", Align: report.Right}, {Name: "at"}}},
	}
	prefix := commonFolder(c.Members)
	rest := 0
	for i, l := range c.Cut {
		if i >= shown {
			rest++
			continue
		}
		s.Table.Rows = append(s.Table.Rows, []report.Cell{
			{Text: below(prefix, l.From)}, {Text: below(prefix, l.To)}, number(len(l.Edges)), {Text: r.View.at(l.Edges[0])},
		})
	}
	if rest > 0 {
		s.Table.Rows = append(s.Table.Rows, report.Row(fmt.Sprintf("and %d more", rest)))
	}
	names := make([]string, len(c.Members))
	for i, m := range c.Members {
		names[i] = below(prefix, m)
	}
	members := report.Section{
		Aside: fmt.Sprintf("the members of the cycle of %d", len(names)), Title: "its members", Paragraph: strings.Join(names, ", "),
	}
	return []report.Section{s, members}
}

// foreignCycles lists, aside, the cycles that the user has no part in.
func (r *Result) foreignCycles() []report.Section {
	var all []report.Section
	for i := range r.Cycles {
		if c := &r.Cycles[i]; !c.Own {
			s := r.circle(c)[0]
			s.Aside = fmt.Sprintf("a cycle of %d other %ss", len(c.Members), c.Level)
			all = append(all, s)
		}
	}
	return all
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
	for _, h := range r.Heavy[:min(shown, len(r.Heavy))] {
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
	return []report.Section{{Title: "heaviest dependencies", Table: t}}
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
		all = append(all, report.Section{Title: "most imported, without the standard library", Table: r.hubs(r.Hubs[:min(shown, len(r.Hubs))])})
	}
	if len(r.Gates) > 0 {
		t := &report.Table{Columns: []report.Column{
			{Name: "source", Align: report.Right}, {Name: "packages", Align: report.Right}, {Name: "come in only through"},
		}}
		for _, h := range r.Gates[:min(shown, len(r.Gates))] {
			t.Rows = append(t.Rows, []report.Cell{size(h.AloneBytes), number(h.Alone), {Text: r.View.Graph.Packages[h.Package].Path}})
		}
		all = append(all, report.Section{Title: "what a package alone drags in", Table: t})
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
	for _, l := range r.Leaning[:min(shown, len(r.Leaning))] {
		t.Rows = append(t.Rows, []report.Cell{
			number(l.In), ratio(l.From), {Text: r.spoken(l.Edge.From)}, {Text: r.spoken(l.Edge.To)}, ratio(l.To), {Text: r.View.at(l.Edge)},
		})
	}
	if more := len(r.Leaning) - shown; more > 0 {
		t.Rows = append(t.Rows, report.Row("", "", fmt.Sprintf("and %d more", more)))
	}
	return []report.Section{{Title: "stands on what is less stable", Table: t}}
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
