package deps

import (
	"cmp"
	"slices"

	"github.com/cupelgo/cupel/internal/gomod"
)

// A ModuleChange is a module of others that one side has and the other has not, or has otherwise.
type ModuleChange struct {
	Path     string
	Old, New *ModuleState // nil: that side has it not
	Change   string       // added, removed, up, down, replaced
}

// A ModuleState is a module at one side.
type ModuleState struct {
	Version  string
	Replace  string
	Direct   bool
	Packages int
	Licence  Licence
	File     string // go.mod that requires it, relative to the folder looked at; "" without
	Line     int
}

// modules compares the modules that provide packages.
func (d *Diff) modules() {
	old, now := d.Old.modules(), d.New.modules()
	for path := range now {
		if old[path] == nil {
			old[path] = nil
		}
	}
	for path, before := range old {
		c := ModuleChange{Path: path, Old: before, New: now[path]}
		if c.Change = changed(before, c.New); c.Change == "" {
			continue
		}
		d.Old.licence(path, c.Old)
		d.New.licence(path, c.New)
		d.Modules = append(d.Modules, c)
	}
	slices.SortFunc(d.Modules, func(x, y ModuleChange) int { return cmp.Compare(x.Path, y.Path) })
}

func changed(old, now *ModuleState) string {
	switch {
	case old == nil:
		return "added"
	case now == nil:
		return "removed"
	case old.Version == now.Version && old.Replace == now.Replace:
		return ""
	case old.Version == now.Version:
		return "replaced"
	case gomod.CompareVersions(old.Version, now.Version) < 0:
		return "up"
	}
	return "down"
}

// modules returns the modules of others, by path.
func (s *Side) modules() map[string]*ModuleState {
	g := s.View.Graph
	out := map[string]*ModuleState{}
	for _, p := range s.View.Packages() {
		pkg := &g.Packages[p]
		if pkg.Kind != Foreign {
			continue
		}
		m := &g.Modules[pkg.Module]
		if out[m.Path] == nil {
			out[m.Path] = &ModuleState{Version: m.Version, Replace: m.Replace, Direct: m.Direct, Line: m.Line}
			if m.File != "" {
				out[m.Path].File = g.relative(m.File)
			}
		}
		out[m.Path].Packages++
	}
	return out
}

// licence reads under which licence a module is.
func (s *Side) licence(path string, m *ModuleState) {
	if m == nil {
		return
	}
	g := s.View.Graph
	i := slices.IndexFunc(g.Modules, func(x Module) bool { return x.Path == path && x.Version == m.Version })
	m.Licence = g.licence(&g.Modules[i])
}
