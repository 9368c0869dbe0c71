package deps

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestRestore holds that a graph which is read back says the same: of this repository, with all that it can hold.
func TestRestore(t *testing.T) {
	for _, scope := range []struct {
		name       string
		all, tests bool
	}{{"one build", false, false}, {"with tests", false, true}, {"all platforms", true, true}} {
		t.Run(scope.name, func(t *testing.T) {
			g, err := Load(t.Context(), Options{Dir: "..", Env: os.Environ(), All: true, Tests: true})
			if err != nil {
				t.Fatal(err)
			}
			r := Summarize(g.View(Scope{Context: g.Native, All: scope.all, Tests: scope.tests}))
			var want, got bytes.Buffer
			if err := r.Encode(&want); err != nil {
				t.Fatal(err)
			}
			back, err := restore(bytes.NewReader(want.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if err := back.Encode(&got); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				a, b := strings.Split(want.String(), "\n"), strings.Split(got.String(), "\n")
				for i := range min(len(a), len(b)) {
					if a[i] != b[i] {
						t.Fatalf("line %d:\n got %.300s\nwant %.300s", i+1, b[i], a[i])
					}
				}
				t.Fatalf("%d bytes, want %d", got.Len(), want.Len())
			}
		})
	}
}

// TestRestoreRefuses holds that a graph which was cut off or changed is an error, never a panic.
func TestRestoreRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", "EOF"},
		{"another schema", `{"schema":"x"}`, "schema"},
		{"an unknown kind", `{"schema":"cupel.deps/v1","packages":[{"path":"a","kind":"x"}]}`, "unknown kind"},
		{"a package of a module that is not there", `{"schema":"cupel.deps/v1","packages":[{"path":"a","kind":"main","module":"m"}]}`, "not there"},
		{"a package without a module", `{"schema":"cupel.deps/v1","packages":[{"path":"a","kind":"main"}]}`, "no module"},
		{"an import of nothing", `{"schema":"cupel.deps/v1","modules":[{"path":"m"}],"packages":[{"path":"a","kind":"main","module":"m"}],"edges":[{"from":"a","to":"b"}]}`, "not there"},
		{"an import by nothing", `{"schema":"cupel.deps/v1","edges":[{"from":"a","to":"b"}]}`, "not there"},
		{"imports out of order", `{"schema":"cupel.deps/v1","packages":[{"path":"a","kind":"missing"},{"path":"b","kind":"missing"}],"edges":[{"from":"b","to":"a"},{"from":"a","to":"b"}]}`, "out of order"},
		{"packages out of order", `{"schema":"cupel.deps/v1","packages":[{"path":"b","kind":"missing"},{"path":"a","kind":"missing"}]}`, "not in order"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := restore(strings.NewReader(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("restore = %v, want an error with %q", err, test.want)
			}
		})
	}
}
