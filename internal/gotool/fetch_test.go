package gotool

import (
	"archive/zip"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/tool"
)

// proxy is a module proxy in a folder.
type proxy struct {
	t   *testing.T
	dir string
}

// add publishes a version of a module.
func (p proxy) add(path, version string, files map[string]string) {
	p.t.Helper()
	at := filepath.Join(p.dir, filepath.FromSlash(path), "@v")
	info := `{"Version": "` + version + `", "Time": "2026-01-02T03:04:05Z"}`
	for name, text := range map[string]string{
		version + ".info": info, version + ".mod": files["go.mod"], "../@latest": info,
	} {
		p.write(filepath.Join(at, name), text)
	}
	list, err := os.ReadFile(filepath.Join(at, "list"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		p.t.Fatal(err)
	}
	p.write(filepath.Join(at, "list"), string(list)+version+"\n")
	p.zip(filepath.Join(at, version+".zip"), path+"@"+version, files)
}

func (p proxy) write(name, text string) {
	p.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

func (p proxy) zip(name, root string, files map[string]string) {
	p.t.Helper()
	f, err := os.Create(name)
	if err != nil {
		p.t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for file, text := range files {
		w, err := z.Create(root + "/" + file)
		if err != nil {
			p.t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		p.t.Fatal(err)
	}
}

const printMain = `package main

import (
	"fmt"

	"example.org/dep"
)

func main() { fmt.Print("tool ", dep.Name) }
`

// newProxy publishes a tool in two versions with a dependency, and returns an environment that
// uses nothing but that.
func newProxy(t *testing.T) []string {
	p := proxy{t, t.TempDir()}
	p.add("example.org/dep", "v1.0.0", map[string]string{
		"go.mod": "module example.org/dep\n\ngo 1.22\n",
		"dep.go": "package dep\n\nvar Name = name()\n\nfunc name() string { return \"dep\" }\n",
	})
	mod := "module example.org/tool\n\ngo 1.22\n\nrequire example.org/dep v1.0.0\n"
	p.add("example.org/tool", "v1.0.0", map[string]string{"go.mod": mod, "main.go": printMain})
	p.add("example.org/tool", "v1.1.0", map[string]string{
		"go.mod": mod, "main.go": printMain, "cmd/sub/main.go": printMain, "lib/lib.go": "package lib\n",
		"cmd/bad/main.go": "package main\n\nfunc main() { undefined() }\n",
	})
	cache := t.TempDir()
	env := testEnv("GOPROXY=file://"+filepath.ToSlash(p.dir), "GONOSUMDB=*", "GOMODCACHE="+cache,
		"GOFLAGS=-buildvcs=false -modcacherw", "GOSUMDB=off")
	return env
}

func TestFetch(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	env := newProxy(t)
	for _, tt := range []struct{ target, version, dir string }{
		{"example.org/tool@latest", "v1.1.0", ""},
		{"example.org/tool@v1.0.0", "v1.0.0", ""},
		{"example.org/tool@v1", "v1.1.0", ""},
		{"example.org/tool/cmd/sub@latest", "v1.1.0", "cmd/sub"},
	} {
		t.Run(tt.target, func(t *testing.T) {
			target := resolve(t, Options{Target: tt.target, Dir: t.TempDir(), Env: env, Flags: []string{"-mod=readonly"}})
			if target.Module != "example.org/tool" || target.Version != tt.version {
				t.Errorf("module %s@%s, want %s", target.Module, target.Version, tt.version)
			}
			cached := filepath.Join(tool.Lookup(env, "GOMODCACHE"), "example.org", "tool@"+tt.version)
			if want := filepath.Join(cached, filepath.FromSlash(tt.dir)); target.Dir != want {
				t.Errorf("folder %s, want %s", target.Dir, want)
			}
			main := target.Packages[target.Package]
			if main.Version != tt.version || main.ModuleDir != cached {
				t.Errorf("main package %+v", main)
			}
			checkBuilds(t, target)
		})
	}
}

// checkBuilds builds target both ways and runs both.
func checkBuilds(t *testing.T, target *Target) {
	t.Helper()
	plain := filepath.Join(t.TempDir(), "plain")
	if err := target.Build(t.Context(), plain); err != nil {
		t.Fatal(err)
	}
	for _, bin := range []string{plain, instrument(t, target)} {
		if out, err := exec.CommandContext(t.Context(), bin).Output(); err != nil || string(out) != "tool dep" {
			t.Errorf("%s printed %q, %v", filepath.Base(bin), out, err)
		}
	}
}

func TestFetchErrors(t *testing.T) {
	env := newProxy(t)
	for _, tt := range []struct {
		target string
		err    error
		text   string
	}{
		{
			"example.org/tool@v9.0.0", ErrNoVersion,
			"example.org/tool@v9.0.0: no such version: module example.org/tool has v1.1.0 as its latest",
		},
		{
			"example.org/tool/cmd/sub@v9.0.0", ErrNoVersion,
			"example.org/tool/cmd/sub@v9.0.0: no such version: module example.org/tool has v1.1.0 as its latest",
		},
		{
			"example.org/tool/cmd/none@latest", ErrNoPackage,
			"example.org/tool/cmd/none@latest: no such package: module example.org/tool@v1.1.0 has no such folder with Go files",
		},
		{"example.org/none@latest", ErrNoPackage, "example.org/none@latest: no such package: "},
		{"example.org/none@v1.0.0", ErrNoPackage, "example.org/none@v1.0.0: no such package: "},
		{
			"example.org/tool/lib@latest", ErrNotMain,
			"example.org/tool/lib@latest: not a main package: it is package lib",
		},
	} {
		_, err := Resolve(t.Context(), Options{Target: tt.target, Env: env, Temp: t.TempDir()})
		if !errors.Is(err, tt.err) || !strings.HasPrefix(err.Error(), tt.text) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Resolve(%q) =\n%v, want\n%s", tt.target, err, tt.text)
		}
	}
}

func TestFetchCompileError(t *testing.T) {
	target := resolve(t, Options{Target: "example.org/tool/cmd/bad@latest", Env: newProxy(t)})
	err := target.Build(t.Context(), filepath.Join(t.TempDir(), "out"))
	want := "# example.org/tool/cmd/bad\ncmd/bad/main.go:3:15: undefined: undefined"
	if be := (*BuildError)(nil); !errors.As(err, &be) || be.Output != want {
		t.Errorf("Build = %v, want\n%s", err, want)
	}
}

// TestInstrumentDependency names a main package of a dependency, which lies in the module cache.
func TestInstrumentDependency(t *testing.T) {
	dir := t.TempDir()
	p := proxy{t, dir}
	p.write(filepath.Join(dir, "go.mod"), "module example.org/user\n\ngo 1.22\n\nrequire example.org/tool v1.1.0\n")
	o := Options{Target: "example.org/tool", Dir: dir, Env: newProxy(t), Flags: []string{"-mod=mod"}}
	target := resolve(t, o)
	err := target.BuildInstrumented(t.Context(), filepath.Join(dir, "out"))
	if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "example.org/tool@v1.1.0") {
		t.Errorf("BuildInstrumented = %v, want a way out", err)
	}
}

// TestCopyTwice wants two users of one module to have a copy each, and nothing left afterwards.
func TestCopyTwice(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	from := t.TempDir()
	proxy{t, from}.write(filepath.Join(from, "sub", "a.go"), "package a\n")
	m := module{Path: "example.org/a", Version: "v1.0.0", Dir: from}
	first, releaseFirst, err := copyModule(m, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	second, releaseSecond, err := copyModule(m, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{first, second} {
		if _, err := os.Stat(filepath.Join(dir, "sub", "a.go")); err != nil {
			t.Error(err)
		}
	}
	if err := errors.Join(releaseFirst(), releaseSecond()); err != nil || first == second {
		t.Errorf("copies %s and %s, release: %v", first, second, err)
	}
	third, releaseThird, err := copyModule(m, t.TempDir())
	if err != nil || third != first {
		t.Fatalf("third copy %s, %v, want %s", third, err, first)
	}
	if err := releaseThird(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
