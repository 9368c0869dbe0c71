package startup

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/gotool"
)

func TestImportedViaStandard(t *testing.T) {
	packages := map[string]*gotool.Package{
		"a.io/main": {Imports: []string{"net/http", "a.io/far", "a.io/one", "a.io/two"}},
		"a.io/far":  {Imports: []string{"a.io/mid"}},
		"a.io/mid":  {Imports: []string{"b.io/lib"}},
		"a.io/one":  {Imports: []string{"b.io/lib", "net"}},
		"a.io/two":  {Imports: []string{"b.io/lib"}},
		"b.io/lib":  {Imports: []string{"os"}},
		"net/http":  {Imports: []string{"net", "vendor/idna"}, Standard: true},
	}
	for _, std := range []string{"net", "os", "vendor/idna"} {
		packages[std] = &gotool.Package{Standard: true}
	}
	tests := []struct {
		name, pkg string
		want      []string
	}{
		{"itself", "a.io/main", []string{"a.io/main"}},
		{"shortest, the first in import order", "b.io/lib", []string{"a.io/main", "a.io/one", "b.io/lib"}},
		{"of the standard library", "os", []string{"a.io/main", "a.io/one", "b.io/lib", "os"}},
		{"through the standard library", "vendor/idna", []string{"a.io/main", "net/http", "vendor/idna"}},
		{"through it rather than later ones", "net", []string{"a.io/main", "net/http", "net"}},
		{"nobody imports it", "c.io/x", nil},
	}
	n := newNamer("a.io/main", "a.io/main", packages)
	for range 2 { // the second time the search has been made
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				if diff := cmp.Diff(tt.want, n.importedVia(tt.pkg)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestImportedViaPlainly compares each chain of random programs with that of a plain search.
func TestImportedViaPlainly(t *testing.T) {
	for seed := range uint64(200) {
		packages := randomImports(rand.New(rand.NewPCG(seed, 0)))
		for _, main := range []string{"p0", "s0"} {
			n := newNamer(main, main, packages)
			for pkg := range packages { // in any order: what is asked for first must not matter
				if diff := cmp.Diff(plainChain(packages, main, pkg), n.importedVia(pkg)); diff != "" {
					t.Fatalf("seed %d: from %s to %s (-want +got):\n%s", seed, main, pkg, diff)
				}
			}
		}
	}
}

// randomImports makes a program of packages p0, p1 and so on and a standard library of s0, s1 and so on, which
// imports nothing but itself.
func randomImports(r *rand.Rand) map[string]*gotool.Package {
	packages := map[string]*gotool.Package{}
	own, std := 1+r.IntN(40), 1+r.IntN(15)
	imports := func(count int, path func() string) []string {
		var all []string
		for range r.IntN(count + 1) {
			all = append(all, path())
		}
		return all
	}
	standard := func() string { return fmt.Sprint("s", r.IntN(std)) }
	for i := range own {
		packages[fmt.Sprint("p", i)] = &gotool.Package{Imports: imports(3, func() string {
			if r.IntN(3) == 0 {
				return standard()
			}
			return fmt.Sprint("p", r.IntN(own))
		})}
	}
	for i := range std {
		packages[fmt.Sprint("s", i)] = &gotool.Package{Imports: imports(2, standard), Standard: true}
	}
	return packages
}

// plainChain goes through all packages from main outwards.
func plainChain(packages map[string]*gotool.Package, main, pkg string) []string {
	importer := map[string]string{main: ""}
	for queue := []string{main}; len(queue) > 0; queue = queue[1:] {
		for _, path := range packages[queue[0]].Imports {
			if _, seen := importer[path]; !seen {
				importer[path] = queue[0]
				queue = append(queue, path)
			}
		}
	}
	if _, seen := importer[pkg]; !seen {
		return nil
	}
	var chain []string
	for ; pkg != ""; pkg = importer[pkg] {
		chain = append([]string{pkg}, chain...)
	}
	return chain
}
