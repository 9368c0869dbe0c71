package gobin

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// variant is a way to build a program. Linkers put the tables elsewhere in each.
type variant struct {
	name  string
	args  []string // of go build
	env   []string
	needs []string // commands
}

var variants = []variant{
	{name: "plain", env: []string{"CGO_ENABLED=0"}},
	{name: "stripped", args: []string{"-ldflags=-s -w", "-trimpath"}, env: []string{"CGO_ENABLED=0"}},
	{name: "pie", args: []string{"-buildmode=pie"}, env: []string{"CGO_ENABLED=0"}},
	{name: "cgo", needs: []string{"gcc"}},
	{name: "cgo-stripped", args: []string{"-ldflags=-s -w"}, needs: []string{"gcc"}},
	{name: "cgo-pie", args: []string{"-buildmode=pie"}, needs: []string{"gcc"}},
	{name: "external-pie-stripped", args: []string{"-buildmode=pie", "-ldflags=-s -w -linkmode=external"}, needs: []string{"gcc"}},
	{name: "race", args: []string{"-race"}, needs: []string{"gcc"}},
	{name: "lld-pie", args: []string{"-buildmode=pie", "-ldflags=-linkmode=external -extldflags=-fuse-ld=lld"},
		needs: []string{"gcc", "ld.lld"}},
	{name: "not-inlined", args: []string{"-gcflags=all=-l"}, env: []string{"CGO_ENABLED=0"}},
}

// toolchains are the Go versions to test: CUPEL_TEST_GO, or the one that runs the test.
func toolchains() []string {
	if list := os.Getenv("CUPEL_TEST_GO"); list != "" {
		return strings.Split(list, ",")
	}
	return []string{"local"}
}

// build makes the program testdata/truth and returns the executable.
func build(t testing.TB, toolchain string, v variant) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds programs")
	}
	for _, tool := range v.needs {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
		v.env = append(v.env, "CGO_ENABLED=1")
	}
	bin := filepath.Join(t.TempDir(), "truth")
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"build", "-o", bin}, append(v.args, ".")...)...)
	cmd.Dir = filepath.Join("testdata", "truth")
	cmd.Env = append(os.Environ(), append(v.env, "GOFLAGS=-buildvcs=false", "GOWORK=off", "GOTOOLCHAIN="+toolchain)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", v.name, err, out)
	}
	return bin
}

// open opens an executable and closes it with the test.
func open(t testing.TB, path string) *File {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// self opens the executable of the test, which is read where tests are ELF files.
func self(t testing.TB) *File {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skipf("executables of %s are not read", runtime.GOOS)
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}
