package deps

import (
	"cmp"
	"slices"
)

// A Capability is something that a package may do and that a reviewer wants to know of.
type Capability struct {
	Name    string
	Doc     string
	imports []string // packages of the standard library that give it
	through bool     // also whatever of the standard library reaches these
}

// Capabilities is the table of what is looked for, in order of display. What nearly all of the standard library stands on counts
// only where it is imported by name.
var Capabilities = []Capability{
	{"cgo", "runs C code", nil, false},
	{"os/exec", "starts other programs", []string{"os/exec"}, true},
	{"plugin", "loads code while it runs", []string{"plugin"}, true},
	{"net", "opens network connections", []string{"net"}, true},
	{"unsafe", "leaves memory safety", []string{"unsafe"}, false},
	{"syscall", "calls the kernel itself", []string{"syscall"}, false},
	{"reflect", "uses types by name while it runs", []string{"reflect"}, false},
}

// A CapabilityChange is a capability that a module has on one side only.
type CapabilityChange struct {
	Capability *Capability
	Module     string // path
	Added      bool   // else it is gone
	Program    bool   // no other module had it, or has it any more
	Package    string // the first one that has it
	Packages   int    // of the module that have it
	At         string // where: file and line of the import
	Import     string // what that imports
	Chain      []string
}

// capabilities compares what modules can do.
func (d *Diff) capabilities() {
	old, now := d.Old.View.capable(), d.New.View.capable()
	for i := range Capabilities {
		d.compareCapability(&Capabilities[i], &d.New, now[i], old[i], true)
		d.compareCapability(&Capabilities[i], &d.Old, old[i], now[i], false)
	}
	slices.SortStableFunc(d.Capabilities, func(x, y CapabilityChange) int {
		order := func(c *Capability) int {
			return slices.IndexFunc(Capabilities, func(k Capability) bool { return k.Name == c.Name })
		}
		return cmp.Or(cmp.Compare(order(x.Capability), order(y.Capability)), compareBool(!x.Added, !y.Added), cmp.Compare(x.Module, y.Module))
	})
}

// compareCapability lists the modules that have a capability on one side only.
func (d *Diff) compareCapability(c *Capability, side *Side, has, other map[string][]use, added bool) {
	for module, uses := range has {
		if len(other[module]) > 0 {
			continue
		}
		v := side.View
		d.Capabilities = append(d.Capabilities, CapabilityChange{
			Capability: c, Module: module, Added: added, Program: len(other) == 0, Package: v.Graph.Packages[uses[0].pkg].Path,
			Packages: len(uses), At: uses[0].at, Import: uses[0].imports, Chain: v.chainTo(uses[0].pkg),
		})
	}
}

// A use is a package that has a capability.
type use struct {
	pkg         int32
	at, imports string
}

// capable returns for each capability what has it, by module. The standard library has all of them.
func (v *View) capable() []map[string][]use {
	all := make([]map[string][]use, len(Capabilities))
	for i := range Capabilities {
		all[i] = map[string][]use{}
		gives := v.giving(&Capabilities[i])
		for _, p := range v.Packages() {
			pkg := &v.Graph.Packages[p]
			if pkg.Kind == Std || pkg.Kind == Missing {
				continue
			}
			if u, ok := v.uses(p, &Capabilities[i], gives); ok {
				module := v.Graph.Modules[pkg.Module].Path
				all[i][module] = append(all[i][module], u)
			}
		}
	}
	return all
}

// giving tells by package which give a capability to what imports them.
func (v *View) giving(c *Capability) []bool {
	var some []int32
	for _, path := range c.imports {
		if id := v.Graph.Find(path); id >= 0 && v.Has(id) {
			some = append(some, id)
		}
	}
	if !c.through {
		return v.marked(some)
	}
	gives := v.leadsTo(some)
	for p := range gives {
		gives[p] = gives[p] && v.Graph.Packages[p].Kind == Std
	}
	return gives
}

// uses reports whether a package has a capability by itself, and where.
func (v *View) uses(p int32, c *Capability, gives []bool) (use, bool) {
	if c.Name == "cgo" {
		return v.cgo(p)
	}
	for _, e := range v.From(p) {
		if gives[e.To] && !e.Implied {
			return use{p, v.at(e), v.Graph.Packages[e.To].Path}, true
		}
	}
	return use{}, false
}

// cgo returns the first file of a package that imports "C".
func (v *View) cgo(p int32) (use, bool) {
	pkg := &v.Graph.Packages[p]
	for i := pkg.First; i < pkg.Last; i++ {
		if f := &v.Graph.Files[i]; f.Cgo && v.counts(f, v.holds) {
			return use{p, f.Name, "C"}, true
		}
	}
	return use{}, false
}

// chainTo returns a shortest chain from a program, or else from a package named, to a package; nil if it begins there.
func (v *View) chainTo(p int32) []string {
	w, err := v.Explain(nil, &Selection{Packages: []int32{p}}, 1)
	if err != nil || len(w.Ways) == 0 {
		return nil
	}
	chain := []string{v.Graph.Packages[w.Ways[0][0].From].Path}
	for _, e := range w.Ways[0] {
		chain = append(chain, v.Graph.Packages[e.To].Path)
	}
	return chain
}
