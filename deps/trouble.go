package deps

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	findings "github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/hygiene"
	"github.com/cupelgo/cupel/internal/importrule"
)

// classGraph is that of what kept a part of the graph from being read.
const classGraph = "graph"

// ruleMissing is the rule of a package that is imported and was not found.
const ruleMissing = "missing-package"

// ruleCycle is that of packages which import one another.
const ruleCycle = "import-cycle"

// troubles are the rules of what is wrong with the graph itself.
var troubles = []findings.Rule{
	{Name: "unparsable", Class: classGraph, Title: "a file cannot be parsed",
		Doc:     "its package clause or an import declaration is no Go, so that what it imports is not known; the go command refuses the package",
		Do:      "mend the line, or put //go:build ignore above a file that is no part of the package",
		Sources: []string{"https://go.dev/ref/spec#Source_file_organization"}},
	{Name: "unreadable", Class: classGraph, Title: "a file or folder cannot be read",
		Doc: "what it holds is not in the graph",
		Do:  "give the user who runs cupel the right to read it, or take it away"},
	{Name: "mixed", Class: classGraph, Title: "a folder holds several packages",
		Doc:     "all files of a folder that one build sees are of one package, save tests in name_test; the go command refuses others",
		Do:      "give the files one package clause, or move those of the other package into a folder of their own",
		Sources: []string{"https://go.dev/ref/spec#Package_clause"}},
	{Name: ruleCycle, Class: classGraph, Title: "packages import one another in a circle",
		Doc:     "the go command refuses them; the place is an import whose removal ends the circle",
		Do:      "move what both need into a package that imports neither, or hand it over as an interface",
		Sources: []string{"https://go.dev/ref/spec#Import_declarations"}},
	{Name: "modules", Class: classGraph, Title: "a module, or a go.mod, cannot be used",
		Doc:     "what go.mod, go.work or vendor/modules.txt says cannot be followed: a line is wrong, or the module is not in the module cache; what it would import in turn is not known",
		Do:      "go mod tidy, or go mod download where a module is only missing from the cache",
		Sources: []string{"https://go.dev/ref/mod#go-mod-file"}},
	{Name: "toolchain", Class: classGraph, Title: "the toolchain that is asked for is not there",
		Doc:     "constraints are then judged as of another toolchain, so that files may count that it would leave out",
		Do:      "install the toolchain that go.mod names",
		Sources: []string{"https://go.dev/doc/toolchain"}},
	{Name: ruleMissing, Class: classGraph, Title: "an imported package is not found",
		Doc:     "no required module provides it, or it is none of the main module's: a requirement is missing, or the path is wrong",
		Do:      "go mod tidy adds a requirement that is missing; else mend the path",
		Sources: []string{"https://go.dev/ref/mod#resolve-pkg-mod"}},
}

// Rules describes all that findings can be about.
func Rules() []findings.Rule {
	return slices.Concat(importrule.Catalogue(), troubles, hygiene.Rules())
}

// troubles are what is wrong with the graph itself, as findings of the module home.
func (g *Graph) troubles(home string) []evidence.Finding {
	native, all := g.View(Scope{Context: g.Native}), g.View(g.Scope())
	return findings.Rank(slices.Concat(g.unreadable(home, native, all), g.circular(home, native), g.missing(home, native, all)))
}

// trouble is a finding of a rule of the table.
func trouble(rule, severity, text string, at evidence.Frame) evidence.Finding {
	i := slices.IndexFunc(troubles, func(r findings.Rule) bool { return r.Name == rule })
	r := &troubles[i]
	return evidence.Finding{
		Rule: rule, Severity: severity, Class: r.Class, Title: text, Where: at, Do: r.Do, Why: r.Doc,
		Fingerprint: findings.Fingerprint(rule, at.Package, at.File+" "+text),
	}
}

// unreadable is what kept a part of the graph from being read.
func (g *Graph) unreadable(home string, native, all *View) (out []evidence.Finding) {
	here, elsewhere := native.reasons(), all.reasons()
	for _, f := range g.Findings {
		severity := findings.Medium
		if elsewhere[f.Text] && !here[f.Text] {
			severity = findings.Low // only tests or other platforms need that module
		}
		out = append(out, trouble(f.Rule, severity, f.Text, evidence.Frame{Package: home, Module: home, File: g.fromRoot(f.File), Line: f.Line}))
	}
	return out
}

// circular are cycles of packages in the native build: of all platforms together there may be one that none has.
func (g *Graph) circular(home string, native *View) (out []evidence.Finding) {
	for _, c := range native.cyclesOfPackages() {
		at, _ := g.frame(native.Places(c.Cut[0].Edges[0])[0])
		out = append(out, trouble(ruleCycle, findings.High, spokenCycle(c.Members, home)+" import one another: the go command refuses them", at))
	}
	return out
}

// missing are packages that are imported and not there, unless it was told of their module, or they are in the
// standard library of another toolchain.
func (g *Graph) missing(home string, native, all *View) (out []evidence.Finding) {
	importers := g.importers(all)
	for _, id := range all.Packages() {
		p := &g.Packages[id]
		told := func(f Finding) bool { return f.Text == p.Reason }
		if p.Kind != Missing || slices.ContainsFunc(g.Findings, told) || !native.Has(id) && !dotted(p.Path) {
			continue
		}
		imp, said := importers[id]
		at, own, severity := evidence.Frame{Package: home, Module: home}, false, findings.Low
		if said {
			at, own = g.frame(imp)
		}
		if own && native.Has(id) {
			severity = findings.High
		}
		out = append(out, trouble(ruleMissing, severity, p.Path+": "+p.Reason, at))
	}
	return out
}

// reasons are those for which packages of a view are missing.
func (v *View) reasons() map[string]bool {
	all := map[string]bool{}
	for _, id := range v.Packages() {
		if p := &v.Graph.Packages[id]; p.Kind == Missing {
			all[p.Reason] = true
		}
	}
	return all
}

// cyclesOfPackages are those of packages that are written so.
func (v *View) cyclesOfPackages() []Cycle {
	return slices.DeleteFunc(v.cycles(), func(c Cycle) bool {
		return c.Level != "package" || len(c.Cut) == 0 || len(v.Places(c.Cut[0].Edges[0])) == 0
	})
}

// spokenCycle names packages as people of the module home call them, the first few of many.
func spokenCycle(members []string, home string) string {
	const most = 4
	var names []string
	for _, m := range members[:min(len(members), most)] {
		names = append(names, strings.TrimPrefix(m, home+"/"))
	}
	if len(members) > most {
		return fmt.Sprintf("%s and %d more packages", strings.Join(names, ", "), len(members)-most)
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// dotted reports whether an import path begins with a domain, as none of the standard library does.
func dotted(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

// importers returns for each missing package an import of it, one of a main module if there is one.
func (g *Graph) importers(v *View) map[int32]int32 {
	all := map[int32]int32{}
	for _, e := range v.Edges() {
		if g.Packages[e.To].Kind != Missing {
			continue
		}
		for _, imp := range v.Places(e) {
			if known, ok := all[e.To]; !ok || g.own(imp) && !g.own(known) {
				all[e.To] = imp
			}
		}
	}
	return all
}

// fromRoot is a path relative to the root of the module that the graph's folder lies in.
func (g *Graph) fromRoot(name string) string {
	if name == "" {
		return ""
	}
	if rel, err := filepath.Rel(g.root(), name); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return name
}

// own reports whether an import is written in a main module.
func (g *Graph) own(imp int32) bool {
	return g.Packages[g.Files[g.Imports[imp].File].Package].Kind == Own
}

// frame is the place of an import, and whether it is in a main module.
func (g *Graph) frame(imp int32) (evidence.Frame, bool) {
	file := g.Imports[imp].File
	p := &g.Packages[g.Files[file].Package]
	f := evidence.Frame{Package: p.Path, File: g.inModule(file), Line: int(g.Imports[imp].Line)}
	if p.Module >= 0 {
		f.Module, f.Version = g.Modules[p.Module].Path, g.Modules[p.Module].Version
	}
	if f.Module == std {
		f.Version = ""
	}
	return f, p.Kind == Own
}

// std is the module of the standard library.
const std = importrule.Std
