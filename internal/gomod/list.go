package gomod

import (
	"cmp"
	"slices"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// A Selected module is an entry of the build list.
type Selected struct {
	module.Version
	Replaced module.Version // what stands in for it, a folder being absolute and without version; zero if nothing does
}

// List returns the build list as far as it provides packages, without the main modules, by path: the modules that a
// pruned go.mod lists, else those of the whole graph, of a vendored workspace those of vendor/modules.txt.
func (b *Build) List() []Selected {
	versions := b.roots
	switch whole := b.work != "" || pruningOf(b.goLine) == unpruned; {
	case whole && b.Vendor != "":
		versions = map[string]string{}
		for _, m := range b.vendored {
			versions[m.Path] = m.Version
		}
	case whole && b.graph == nil:
		b.loadGraph()
		versions = b.graph
	case whole:
		versions = b.graph
	}
	all := make([]Selected, 0, len(versions))
	for path, v := range versions {
		s := Selected{Version: module.Version{Path: path, Version: v}}
		if to, ok := b.replacement(s.Version); ok {
			s.Replaced = to
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(x, y Selected) int { return cmp.Compare(x.Path, y.Path) })
	return all
}

// Whole returns the version that is selected of each module of the whole graph. ok is false if the module cache lacks a
// go.mod of it.
func (b *Build) Whole() (versions map[string]string, ok bool) {
	known := b.Problems
	b.Problems, b.told = nil, map[Problem]bool{}
	b.loadGraph()
	ok = len(b.Problems) == 0
	b.Problems = known
	for _, p := range known {
		b.told[p] = true
	}
	return b.graph, ok
}

// Mains returns the go.mod of each main module as it was read, by path of the module.
func (b *Build) Mains() map[string]*modfile.File {
	all := map[string]*modfile.File{}
	for _, m := range b.mains {
		all[m.Path] = m.file
	}
	return all
}

// Work is the go.work file, "" without a workspace.
func (b *Build) Work() string { return b.work }
