package gotool

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unpack copies the module testdata/name into a new folder.
func unpack(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", name))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// testEnv is the environment of the tests plus variables, without a workspace around the folder.
func testEnv(vars ...string) []string {
	return append(append(os.Environ(), "GOFLAGS=-buildvcs=false", "GOTOOLCHAIN=local"), vars...)
}

// toolchains are the Go versions to test: CUPEL_TEST_GO, or the one that runs the test.
func toolchains() []string {
	if list := os.Getenv("CUPEL_TEST_GO"); list != "" {
		return strings.Split(list, ",")
	}
	return []string{"local"}
}

// eachToolchain runs the test once per Go version, in an environment that selects it.
func eachToolchain(t *testing.T, test func(t *testing.T, env []string)) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	for _, name := range toolchains() {
		t.Run(name, func(t *testing.T) { test(t, testEnv("GOTOOLCHAIN="+name)) })
	}
}

// resolve finds o.Target and closes it with the test.
func resolve(t *testing.T, o Options) *Target {
	t.Helper()
	if o.Temp == "" {
		o.Temp = t.TempDir()
	}
	if o.Env == nil {
		o.Env = testEnv()
	}
	target, err := Resolve(t.Context(), o)
	if err != nil {
		t.Fatalf("Resolve(%q): %v", o.Target, err)
	}
	t.Cleanup(func() {
		if err := target.Close(); err != nil {
			t.Error(err)
		}
	})
	return target
}

// instrument builds the target with the agent and returns the executable.
func instrument(t *testing.T, target *Target) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "instrumented")
	if err := target.BuildInstrumented(t.Context(), bin); err != nil {
		t.Fatalf("BuildInstrumented: %v", err)
	}
	return bin
}
