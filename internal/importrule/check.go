package importrule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/manifest"
)

// Check returns the patterns that match nothing although they should, as *manifest.Errors of the file at path, with
// the nearest name; nil if all is well. unmatched are patterns of other modules that match nothing yet.
func (r *Rules) Check(path string, p *Program) (unmatched []Pattern, err error) {
	errs := &manifest.Errors{Path: path}
	known := p.names()
	look := func(pattern Pattern) {
		if matches(p, pattern) {
			return
		}
		if !pattern.within(p.Module) {
			unmatched = append(unmatched, pattern)
			return
		}
		errs.AddNear(pattern.At, fmt.Sprintf("%s matches no package", manifest.Quote(pattern.Text)), pattern.Text, known)
	}
	for _, pattern := range r.patterns() {
		look(pattern)
	}
	if len(errs.List) == 0 {
		return unmatched, nil
	}
	slices.SortStableFunc(errs.List, func(x, y manifest.Mistake) int {
		return cmp.Or(cmp.Compare(x.At.Line, y.At.Line), cmp.Compare(x.At.Column, y.At.Column))
	})
	return unmatched, errs
}

// patterns are all of packages.
func (r *Rules) patterns() (all []Pattern) {
	exceptions := func(some []Exception) {
		for _, e := range some {
			all = append(all, e.From, e.To)
		}
	}
	for _, l := range r.Layers {
		for _, line := range l.Order {
			all = append(all, line...)
		}
		exceptions(l.Except)
	}
	for _, l := range r.Allow {
		for _, by := range l.By {
			if by.Text != ByTests && by.Text != ByOthers {
				all = append(all, by)
			}
		}
	}
	for _, i := range r.Imports {
		all = append(append(append(all, i.From...), i.Only...), i.Deny...)
		exceptions(i.Except)
	}
	return all
}

func matches(p *Program, pattern Pattern) bool {
	match := pattern.matcher(p.Module)
	for i := range p.Packages {
		if match(p.Packages[i].Path, p.Packages[i].Module) {
			return true
		}
	}
	return slices.ContainsFunc(p.Others, func(path string) bool { return match(path, Std) })
}

// names are patterns that match each package of the main module.
func (p *Program) names() (all []string) {
	for i := range p.Packages {
		if rest, ok := strings.CutPrefix(p.Packages[i].Path, p.Module+"/"); ok && p.Packages[i].Home {
			all = append(all, "./"+rest, "./"+rest+"/...")
		}
	}
	return append(append(all, Std), p.Others...)
}
