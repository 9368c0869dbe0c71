package startup

import (
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
