package deps

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/importrule"
)

// home returns the main module that the graph's folder lies in, -1 if it lies in none.
func (g *Graph) home() int32 {
	best := int32(-1)
	for i := range g.Modules {
		m := &g.Modules[i]
		if m.Main && within(g.Dir, m.Dir) && (best < 0 || len(m.Dir) > len(g.Modules[best].Dir)) {
			best = int32(i)
		}
	}
	return best
}

// root is the folder of that module; that of the graph itself where it lies in none.
func (g *Graph) root() string {
	if h := g.home(); h >= 0 {
		return g.Modules[h].Dir
	}
	return g.Dir
}

// moduleName is the path of that module, "" where the graph's folder lies in none.
func (g *Graph) moduleName() string {
	if h := g.home(); h >= 0 {
		return g.Modules[h].Path
	}
	return ""
}

// within reports whether a folder is another one or lies in it.
func within(dir, root string) bool {
	rel, err := filepath.Rel(root, dir)
	return err == nil && filepath.IsLocal(rel)
}

// program is the graph as rules see it: what files say, on every platform that was loaded and with tests.
func (g *Graph) program(now time.Time) *importrule.Program {
	v := g.View(g.Scope())
	p := &importrule.Program{Now: now, Others: g.others(v), Module: g.moduleName()}
	number := make([]int32, len(g.Packages))
	for i, id := range v.Packages() {
		number[id] = int32(i)
		pkg := &g.Packages[id]
		p.Packages = append(p.Packages, importrule.Package{Path: pkg.Path, Module: g.moduleOf(id), Home: pkg.Kind == Own})
	}
	for _, e := range v.Edges() {
		for _, imp := range v.Places(e) {
			f := g.Imports[imp].File
			p.Imports = append(p.Imports, importrule.Import{
				From: number[e.From], To: number[e.To], File: g.inModule(f), Line: int(g.Imports[imp].Line), Test: g.Files[f].Test,
			})
		}
	}
	return p
}

// moduleOf is the path of a package's module, "" of one that is missing.
func (g *Graph) moduleOf(id int32) string {
	if m := g.Packages[id].Module; m >= 0 {
		return g.Modules[m].Path
	}
	return ""
}

// inModule is the path of a file relative to the root of its module.
func (g *Graph) inModule(file int32) string {
	f := &g.Files[file]
	p := &g.Packages[f.Package]
	dir := p.Path
	if p.Kind != Std {
		dir = strings.TrimPrefix(strings.TrimPrefix(p.Path, g.moduleOf(f.Package)), "/")
	}
	return path.Join(dir, f.Name)
}

// others are the packages of the standard library that exist and are not in a view.
func (g *Graph) others(v *View) (all []string) {
	src := filepath.Join(g.GOROOT, "src")
	filepath.WalkDir(src, func(name string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(src, name)
		base := d.Name()
		switch {
		case err != nil:
			return nil // it was told when the graph was read
		case d.IsDir() && (rel == "cmd" || rel == "vendor" || base == "testdata" || strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".")) && rel != ".":
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go"):
			return nil
		}
		pkg := filepath.ToSlash(filepath.Dir(rel))
		if id := g.Find(pkg); (id < 0 || !v.Has(id)) && (len(all) == 0 || all[len(all)-1] != pkg) && pkg != "." {
			all = append(all, pkg)
		}
		return nil
	})
	slices.Sort(all)
	return slices.Compact(all)
}
