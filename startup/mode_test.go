package startup

import (
	"os"
	"path/filepath"
	"testing"
)

// TestMode holds which targets are executables.
func TestMode(t *testing.T) {
	dir, bin := t.TempDir(), t.TempDir()
	for _, sub := range []string{"cmd", "bin"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for path, mode := range map[string]os.FileMode{
		filepath.Join(dir, "bin", "api"): 0o755, filepath.Join(dir, "main.go"): 0o644, filepath.Join(dir, "api"): 0o755,
		filepath.Join(bin, "other"): 0o755, filepath.Join(bin, "text"): 0o644,
	} {
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, c := range []struct{ mode, target, want string }{
		{ModeAuto, "./bin/api", in("bin/api")},
		{ModeAuto, "bin/api", in("bin/api")},
		{ModeAuto, "api", in("api")},
		{ModeAuto, in("api"), in("api")},
		{"", "./api", in("api")},
		{ModeAuto, "./cmd", ""},
		{ModeAuto, "./main.go", ""},
		{ModeAuto, "./none", ""},
		{ModeAuto, "example.com/api@latest", ""},
		{ModeAuto, "other", ""},
		{ModeSource, "./api", ""},
		{ModeBinary, "./cmd", in("cmd")},
		{ModeBinary, "./none", in("none")},
		{ModeBinary, "api", in("api")},
		{ModeBinary, "other", filepath.Join(bin, "other")},
		{ModeBinary, "./other", in("other")},
		{ModeBinary, "text", in("text")},
	} {
		o := Options{Target: c.target, Mode: c.mode, Dir: dir, Env: []string{"PATH=" + bin}}
		if got := o.executable(); got != c.want {
			t.Errorf("%s %s is %q, want %q", c.mode, c.target, got, c.want)
		}
	}
}
