package deps

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// heaviest is the table of what the treemap shows.
func (s *stored) heaviest() report.Section {
	const most = 15
	all := s.byModule(sourceOf)
	t := &report.Table{Columns: []report.Column{{Name: "module"}, {Name: "packages", Align: report.Right}, {Name: "source", Align: report.Right}, {Name: "share", Align: report.Right}}}
	var total float64
	for i := range all {
		total += all[i].Value
	}
	for _, a := range all[:min(most, len(all))] {
		value, share := a.Value, a.Value/max(1, total)
		t.Rows = append(t.Rows, []report.Cell{{Text: a.Label}, number(len(a.Parts)), {Text: unit.Bytes(value), Value: &value}, {Text: unit.Percent(share), Value: &share}})
	}
	return report.Section{Title: "modules by size of source", Table: t, Paragraph: counted(len(all), most, total)}
}

func counted(all, shown int, total float64) string {
	if all <= shown {
		return fmt.Sprintf("%s, %s of source", plural(all, "module"), unit.Bytes(total))
	}
	return fmt.Sprintf("the largest %s of %s, which have %s of source together", strconv.Itoa(shown), plural(all, "module"), unit.Bytes(total))
}

// treemap shows the sizes of modules and packages.
func (s *stored) treemap() report.Section {
	groups := s.byModule(sourceOf)
	if len(groups) == 0 {
		return report.Section{}
	}
	return report.Section{Title: "where the source is", Figure: &report.Figure{Treemap: &report.Treemap{Unit: "bytes", Groups: groups},
		Caption: "Bytes of Go source in the files that count: modules, and in them packages. The largest modules are in the table below."}}
}

// linked shows how much machine code of each package an executable has, if one was looked at.
func (s *stored) linked(e *Evidence) report.Section {
	if e == nil || e.Code == nil {
		return report.Section{}
	}
	groups := s.byModule(func(p *storedPackage) int64 { return e.Code[p.Path] })
	if len(groups) == 0 {
		return report.Section{}
	}
	return report.Section{Title: "what is linked", Figure: &report.Figure{Treemap: &report.Treemap{Unit: "bytes", Groups: groups},
		Caption: "Bytes of machine code in " + e.CodeOf + ": modules, and in them packages. Those of the heaviest dependencies are in their table."}}
}

// sourceOf is the size of a package's source.
func sourceOf(p *storedPackage) int64 { return p.Bytes }

// byModule returns modules with their packages as areas of some size, the largest first.
func (s *stored) byModule(size func(*storedPackage) int64) []report.Area {
	areas := make([]report.Area, len(s.Modules))
	for i := range s.Packages {
		p := &s.Packages[i]
		bytes := float64(size(p))
		if p.module < 0 || !(bytes > 0) {
			continue
		}
		a := &areas[p.module]
		a.Label, a.Value = s.Modules[p.module].Path, a.Value+bytes
		a.Kind, a.Text = s.cluster(p, "").Kind, s.Modules[p.module].Version
		a.Parts = append(a.Parts, report.Area{Label: p.Path, Text: plural(p.Files, "file"), Value: bytes})
	}
	areas = slices.DeleteFunc(areas, func(a report.Area) bool { return a.Value == 0 })
	slices.SortStableFunc(areas, func(a, b report.Area) int {
		return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.Label, b.Label))
	})
	return areas
}
