package deps

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/manifest"
)

// A Selection is what a name means in a view: a package, a module, or a pattern of packages.
type Selection struct {
	Name     string  // as it is spoken of: an import path, module path or pattern
	Module   int32   // index if the name is that of a module, else -1
	Packages []int32 // those in the view, by import path; none if nothing of it is reached
}

// A NameError is a name that is no package, module or pattern here.
type NameError struct {
	Name    string
	Nearest string // the name that is most like it, "" without
}

// Error returns what was asked for.
func (e *NameError) Error() string {
	return fmt.Sprintf("%s is neither a package nor a module here", e.Name)
}

// Select returns what a name means: std, a folder like ./api, an import path, a module path, or any of these with /...
// at the end. A path that is a module's means the whole module, a folder never does. Where a package or module exists and nothing in the
// view reaches it, the selection is empty; else the error is a *NameError.
func (v *View) Select(name string) (*Selection, error) {
	g := v.Graph
	folder := isFolder(name)
	name = g.spelled(name)
	s := &Selection{Name: name, Module: -1}
	prefix, all := strings.CutSuffix(name, "/...")
	module := slices.IndexFunc(g.Modules[1:], func(m Module) bool { return m.Path == name }) + 1
	switch {
	case name == Standard:
		s.Packages = v.where(func(p *Package) bool { return p.Kind == Std })
	case all:
		s.Packages = v.where(func(p *Package) bool { return p.Path == prefix || strings.HasPrefix(p.Path, prefix+"/") })
		if len(s.Packages) == 0 && !g.exists(prefix) {
			return nil, &NameError{name, v.nearest(prefix)}
		}
	case module > 0 && !folder:
		s.Module = int32(module)
		s.Packages = v.where(func(p *Package) bool { return p.Module == s.Module })
	default:
		if id := g.Find(name); id >= 0 && v.Has(id) {
			s.Packages = []int32{id}
		} else if id < 0 && !g.exists(name) {
			return nil, &NameError{name, v.nearest(name)}
		}
	}
	return s, nil
}

// Standard is the name that all packages of the standard library go by.
const Standard = "std"

func (v *View) where(is func(p *Package) bool) []int32 {
	var out []int32
	for _, id := range v.Packages() {
		if is(&v.Graph.Packages[id]) {
			out = append(out, id)
		}
	}
	return out
}

// spelled turns a folder into an import path.
func (g *Graph) spelled(name string) string {
	if !isFolder(name) {
		return strings.TrimSuffix(name, "/")
	}
	rest, all := strings.CutSuffix(filepath.ToSlash(name), "...")
	dir := filepath.FromSlash(rest)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(g.Dir, dir)
	}
	best := -1
	for i, m := range g.Modules {
		if rel, err := filepath.Rel(m.Dir, dir); err == nil && m.Main && filepath.IsLocal(rel) && (best < 0 || len(m.Dir) > len(g.Modules[best].Dir)) {
			best = i
		}
	}
	if best < 0 {
		return name
	}
	rel, _ := filepath.Rel(g.Modules[best].Dir, dir) // it was possible above
	full := path.Join(g.Modules[best].Path, filepath.ToSlash(rel))
	if all {
		full += "/..."
	}
	return full
}

// nearest returns the package or module that a mistyped name most likely means.
func (v *View) nearest(name string) string {
	var known []string
	for _, m := range v.Graph.Modules {
		known = append(known, m.Path)
	}
	for _, id := range v.Packages() {
		known = append(known, v.Graph.Packages[id].Path)
	}
	for _, p := range known { // its last element alone
		if path.Base(p) == name {
			return p
		}
	}
	return manifest.Nearest(name, known)
}
