package gotool

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestResolve(t *testing.T) {
	dir := unpack(t, "forms")
	target := resolve(t, Options{Target: "./cmd/api", Dir: dir})
	got := []string{target.Package, target.Dir, target.Module, target.Version}
	want := []string{"example.com/forms/cmd/api", filepath.Join(dir, "cmd", "api"), "example.com/forms", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("target (-want +got):\n%s", diff)
	}
	wantPackages := []*Package{
		{
			ImportPath: "example.com/forms/cmd/api", Name: "main", Dir: target.Dir,
			Module: "example.com/forms", ModuleDir: dir,
		},
		{
			ImportPath: "example.com/dep", Name: "dep", Dir: filepath.Join(dir, "vendor", "example.com", "dep"),
			Module: "example.com/dep", Version: "v1.2.3",
		},
		{
			ImportPath: "errors", Name: "errors", Dir: filepath.Join(target.GOROOT, "src", "errors"),
			Module: "std", Version: target.GoVersion, ModuleDir: target.GOROOT, Standard: true,
		},
	}
	for _, want := range wantPackages {
		got := target.Packages[want.ImportPath]
		ignore := cmpopts.IgnoreFields(Package{}, "Imports")
		if diff := cmp.Diff(want, got, ignore); diff != "" {
			t.Errorf("package (-want +got):\n%s", diff)
		}
	}
	imports := target.Packages[target.Package].Imports
	if diff := cmp.Diff([]string{"example.com/dep", "example.com/forms/lib", "fmt"}, imports); diff != "" {
		t.Errorf("imports (-want +got):\n%s", diff)
	}
}

func TestResolveErrors(t *testing.T) {
	dir := unpack(t, "forms")
	for _, tt := range []struct {
		target string
		err    error
		text   string // how the message begins
	}{
		{"./lib", ErrNotMain, "./lib: not a main package: it is package lib"},
		{"./cmd/api/main.go", ErrNotMain, "./cmd/api/main.go: not a main package: it is a file"},
		{"./nowhere", ErrNoPackage, "./nowhere: no such package: "},
		{"./empty", ErrNoPackage, "./empty: no such package: "},
		{"./empty/...", ErrNoPackage, "./empty/...: no such package"},
		{"example.net/nowhere", ErrNoPackage, "example.net/nowhere: no such package: "},
		{"-x", ErrNoPackage, "-x: no such package: "},
		{"", ErrNoPackage, `"": no such package`},
		{"./...", ErrSeveral, "./...: several packages"},
		{"example.com/...@latest", ErrSeveral, "example.com/...@latest: several packages"},
		{"./cmd/api@v1.0.0", ErrNoVersion, "./cmd/api@v1.0.0: no such version: a folder"},
		{"example.com/forms@", ErrNoVersion, "example.com/forms@: no such version: the form is"},
	} {
		_, err := Resolve(t.Context(), Options{Target: tt.target, Dir: dir, Env: testEnv(), Temp: t.TempDir()})
		if !errors.Is(err, tt.err) || !strings.HasPrefix(err.Error(), tt.text) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Resolve(%q) = %v, want %s", tt.target, err, tt.text)
		}
	}
}

// TestResolveRefused wants the go command's own words where it refuses the module.
func TestResolveRefused(t *testing.T) {
	for _, tt := range []struct {
		name, dir  string
		text, hint string
	}{
		{"newer Go", unpack(t, "future"), "go.mod requires go >= 1.99", "GOTOOLCHAIN=auto"},
		{"no module", t.TempDir(), "go.mod file not found", ""},
	} {
		_, err := Resolve(t.Context(), Options{Target: ".", Dir: tt.dir, Env: testEnv(), Temp: t.TempDir()})
		be := (*BuildError)(nil)
		if !errors.As(err, &be) || !strings.Contains(be.Output, tt.text) || !strings.Contains(be.Hint, tt.hint) {
			t.Errorf("%s: Resolve = %#v, want %q with hint %q", tt.name, err, tt.text, tt.hint)
		}
	}
}

func TestResolveWithoutGo(t *testing.T) {
	_, err := Resolve(t.Context(), Options{Target: ".", Dir: t.TempDir(), Env: []string{"PATH="}, Temp: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "looking for the go command") {
		t.Errorf("Resolve = %v", err)
	}
}
