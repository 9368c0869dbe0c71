package gomod

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cupelgo/cupel/internal/gosource"
)

// TestFind resolves import paths in small modules: the comment of each archive has lines
//
//	set NAME=VALUE       a setting of the go command
//	find PATH: MODULE DIR
//	find PATH! TEXT      of the error
//	problem FILE:LINE TEXT
func TestFind(t *testing.T) {
	files, err := filepath.Glob("testdata/find/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { testFind(t, file) })
	}
}

func testFind(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := txtar.Write(archive, dir); err != nil {
		t.Fatal(err)
	}
	s := &Settings{
		GOROOT: filepath.Join(dir, "goroot"), GOVERSION: "go1.26.1", GOMODCACHE: filepath.Join(dir, "cache"),
		GOMOD: filepath.Join(dir, "app", "go.mod"), GOOS: "linux", GOARCH: "amd64",
	}
	if name := filepath.Join(dir, "go.work"); exists(name) {
		s.GOWORK = name
	}
	checks, lines := 0, strings.Split(strings.TrimSpace(string(archive.Comment)), "\n")
	for _, line := range lines {
		if setting, ok := strings.CutPrefix(line, "set GOFLAGS="); ok {
			s.GOFLAGS = setting
		}
	}
	b, err := Open(s, new(gosource.Folders))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(line, "find "); ok {
			checks++
			checkFind(t, b, dir, rest)
		}
	}
	for _, line := range lines {
		if want, ok := strings.CutPrefix(line, "problem "); ok {
			checks++
			checkProblem(t, b, dir, want)
		}
	}
	if checks == 0 {
		t.Fatal("nothing was checked")
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func checkFind(t *testing.T, b *Build, dir, line string) {
	t.Helper()
	if path, want, ok := strings.Cut(line, "! "); ok {
		checkGuess(t, b, dir, path)
		at, err := b.Find(path)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Find(%q) = %v, %v, want an error with %q", path, at, err, want)
		}
		return
	}
	path, want, _ := strings.Cut(line, ": ")
	checkGuess(t, b, dir, path)
	at, err := b.Find(path)
	if err != nil {
		t.Errorf("Find(%q) = %v, want %s", path, err, want)
		return
	}
	m := b.Modules[at.Module]
	rel, _ := filepath.Rel(dir, at.Dir)
	got := m.Path
	if m.Version != "" {
		got += "@" + m.Version
	}
	if got += " " + filepath.ToSlash(rel); got != want {
		t.Errorf("Find(%q) = %s, want %s", path, got, want)
	}
}

// checkGuess holds that no guess leads out of the main modules, the module cache and the standard library.
func checkGuess(t *testing.T, b *Build, dir, path string) {
	t.Helper()
	if got := b.Guess(path); got != "" && !strings.HasPrefix(got, dir+string(filepath.Separator)) {
		t.Errorf("Guess(%q) = %s, which is not below %s", path, got, dir)
	}
}

func checkProblem(t *testing.T, b *Build, dir, want string) {
	t.Helper()
	var all []string
	for _, p := range b.Problems {
		got := strings.ReplaceAll(filepath.ToSlash(p.Error()), filepath.ToSlash(dir)+"/", "")
		if strings.HasPrefix(got, want) {
			return
		}
		all = append(all, got)
	}
	t.Errorf("no problem %q among %q", want, all)
}
