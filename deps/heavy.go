package deps

import (
	"cmp"
	"slices"
)

// A Heavy is a module of others, and how much comes with it.
type Heavy struct {
	Module   int32
	Packages int    // of it that are reached
	Bytes    int64  // of Go source in these
	Gone     Weight // what nothing would reach without it, itself included
}

// heavy weighs each module that is not the user's own: what is no longer reached without it is found by going without it.
func (v *View) heavy() []Heavy {
	of := map[int32][]int32{}
	for _, p := range v.lists {
		if pkg := &v.Graph.Packages[p]; pkg.Kind == Foreign {
			of[pkg.Module] = append(of[pkg.Module], p)
		}
	}
	out := make([]Heavy, 0, len(of))
	for m, packages := range of {
		_, bytes := v.sizes(packages)
		out = append(out, Heavy{Module: m, Packages: len(packages), Bytes: bytes, Gone: v.weigh(v.unreached(v.marked(packages), nil))})
	}
	slices.SortFunc(out, func(x, y Heavy) int {
		return cmp.Or(cmp.Compare(y.Gone.Bytes, x.Gone.Bytes), cmp.Compare(x.Module, y.Module))
	})
	return out
}

// sizes returns files and bytes of Go source of packages.
func (v *View) sizes(packages []int32) (files int, bytes int64) {
	for _, p := range packages {
		f, b := v.size(p)
		files, bytes = files+f, bytes+b
	}
	return files, bytes
}
