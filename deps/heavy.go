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

// heavy weighs each module that is not the user's own, by going without it. circular says that packages import one another in a circle.
func (v *View) heavy(circular bool) []Heavy {
	of := map[int32][]int32{}
	for _, p := range v.lists {
		if pkg := &v.Graph.Packages[p]; pkg.Kind == Foreign {
			of[pkg.Module] = append(of[pkg.Module], p)
		}
	}
	f, held := v.faller(circular), v.held()
	out := make([]Heavy, 0, len(of))
	for m, packages := range of {
		_, bytes := v.sizes(packages)
		out = append(out, Heavy{Module: m, Packages: len(packages), Bytes: bytes, Gone: v.weigh(f.without(packages), held)})
	}
	slices.SortFunc(out, func(x, y Heavy) int {
		return cmp.Or(cmp.Compare(y.Gone.Bytes, x.Gone.Bytes), cmp.Compare(x.Module, y.Module))
	})
	return out
}

// A faller finds what is no longer reached without some packages as cheaply as that is little: a package falls with the last one that
// imports it. In a circle of packages, which no compiler accepts, each would hold the other: then all is walked through.
type faller struct {
	view     *View
	circular bool
	holders  []int32 // by package: how many import it, one more for a package named
	left     []int32 // the same, while some fall
}

func (v *View) faller(circular bool) *faller {
	f := &faller{view: v, circular: circular, holders: make([]int32, len(v.Graph.Packages)), left: make([]int32, len(v.Graph.Packages))}
	for _, e := range v.edges {
		f.holders[e.To]++
	}
	for _, p := range v.roots() {
		f.holders[p]++
	}
	copy(f.left, f.holders)
	return f
}

// without returns the packages that nothing reaches without some, these included, by import path.
func (f *faller) without(some []int32) []int32 {
	if f.circular {
		return f.view.unreached(f.view.marked(some), nil)
	}
	gone := slices.Clone(some)
	for _, p := range some {
		f.left[p] = 0 // whatever imports it
	}
	var touched []int32
	for i := 0; i < len(gone); i++ {
		for _, e := range f.view.From(gone[i]) {
			if f.left[e.To] == 0 {
				continue
			}
			touched = append(touched, e.To)
			if f.left[e.To]--; f.left[e.To] == 0 {
				gone = append(gone, e.To)
			}
		}
	}
	for _, p := range append(touched, some...) {
		f.left[p] = f.holders[p]
	}
	slices.Sort(gone)
	return gone
}

// sizes returns files and bytes of Go source of packages.
func (v *View) sizes(packages []int32) (files int, bytes int64) {
	for _, p := range packages {
		f, b := v.size(p)
		files, bytes = files+f, bytes+b
	}
	return files, bytes
}
