package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/gotool"
)

// importedVia returns the shortest import chain from the main package to pkg, both included; nil
// when there is none. Among chains of equal length it takes the first in import order.
func (n *namer) importedVia(pkg string) []string {
	to, main := n.packages[pkg], n.packages[n.main]
	if to == nil || main == nil { // such as the path of a module
		return nil
	}
	through := to.Standard || main.Standard
	if n.chains[through] == nil {
		n.chains[through] = newImportSearch(n.packages, n.main, through)
	}
	return n.chains[through].to(pkg)
}

// An importSearch goes through the imports of a program from the main package outwards, as far as it is
// asked to.
type importSearch struct {
	packages map[string]*gotool.Package
	through  bool       // the standard library, too: it imports nothing but itself
	found    []imported // the main package first, then what it imports, then what that imports
	at       map[*gotool.Package]int
	open     int // in found: the first of those farthest from the main package, whose imports are not in it
}

// An imported is a package that a search found.
type imported struct {
	path    string
	imports []string
	by      int // the first of those nearest to the main package, in found; -1 of the main package
}

func newImportSearch(packages map[string]*gotool.Package, main string, through bool) *importSearch {
	s := &importSearch{packages: packages, through: through, at: map[*gotool.Package]int{}}
	s.add(main, packages[main], -1)
	return s
}

func (s *importSearch) add(path string, p *gotool.Package, by int) {
	if _, known := s.at[p]; !known {
		s.at[p] = len(s.found)
		s.found = append(s.found, imported{path, p.Imports, by})
	}
}

// to returns the chain to pkg, nil if there is none. What imports it is looked for by name, which is
// cheap, before another step outwards.
func (s *importSearch) to(pkg string) []string {
	if i, ok := s.at[s.packages[pkg]]; ok {
		return s.chain(i)
	}
	for s.open < len(s.found) {
		for i, f := range s.found[s.open:] {
			if slices.Contains(f.imports, pkg) {
				return append(s.chain(s.open+i), pkg)
			}
		}
		s.step()
	}
	return nil
}

// step adds what the packages farthest from the main package import.
func (s *importSearch) step() {
	from, to := s.open, len(s.found)
	s.open = to
	for by := from; by < to; by++ {
		for _, path := range s.found[by].imports {
			if p := s.packages[path]; p != nil && (s.through || !p.Standard) {
				s.add(path, p, by)
			}
		}
	}
}

// chain returns the chain to what is at i of found.
func (s *importSearch) chain(i int) []string {
	var chain []string
	for ; i >= 0; i = s.found[i].by {
		chain = append(chain, s.found[i].path)
	}
	slices.Reverse(chain)
	return chain
}
