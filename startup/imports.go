package startup

import (
	"slices"

	"github.com/cupelgo/cupel/internal/gotool"
)

// importedVia returns the shortest import chain from the main package to pkg, both included; nil
// when there is none. Among chains of equal length it takes the first in import order.
func (n *namer) importedVia(pkg string) []string {
	standard := func(path string) bool { p := n.packages[path]; return p != nil && p.Standard }
	through := standard(pkg) || standard(n.main)
	if n.chains[through] == nil {
		n.chains[through] = newImportSearch(n.packages, n.main, through)
	}
	return n.chains[through].to(pkg)
}

// An importSearch goes through the imports of a program from the main package outwards, as far as it is
// asked to.
type importSearch struct {
	packages  map[string]*gotool.Package
	through   bool              // the standard library, too: it imports nothing but itself
	importer  map[string]string // by package: who imports it, nearest to the main package
	unvisited []string          // packages whose imports have not been looked at yet
}

func newImportSearch(packages map[string]*gotool.Package, main string, through bool) *importSearch {
	s := &importSearch{packages: packages, through: through, unvisited: []string{main}}
	s.importer = make(map[string]string, len(packages)/2) // a chain is mostly found half way
	s.importer[main] = ""
	return s
}

// to returns the chain to pkg, nil if there is none.
func (s *importSearch) to(pkg string) []string {
	for len(s.unvisited) > 0 {
		if _, seen := s.importer[pkg]; seen {
			break
		}
		next := s.unvisited[0]
		s.unvisited = s.unvisited[1:]
		if p := s.packages[next]; p != nil && (s.through || !p.Standard) {
			s.visit(next, p.Imports)
		}
	}
	if _, seen := s.importer[pkg]; !seen {
		return nil
	}
	var chain []string
	for p := pkg; p != ""; p = s.importer[p] {
		chain = append(chain, p)
	}
	slices.Reverse(chain)
	return chain
}

// visit notes who imports what was not imported by anything nearer to the main package.
func (s *importSearch) visit(pkg string, imports []string) {
	for _, imp := range imports {
		if _, seen := s.importer[imp]; !seen {
			s.importer[imp] = pkg
			s.unvisited = append(s.unvisited, imp)
		}
	}
}
