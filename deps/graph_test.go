package deps

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

const small = `
-- go.mod --
module example.com/app

go 1.26
-- a.go --
package app

import _ "example.com/app/b"
-- a_windows.go --
package app

import _ "example.com/app/win"
-- tagged.go --
//go:build special && !linux

package app

import _ "example.com/app/tagged"
-- cgo.go --
package app

import "C"

import _ "example.com/app/viacgo"
-- ignored.go --
//go:build ignore

package main

import _ "example.com/app/never"
-- a_test.go --
package app

import _ "example.com/app/b"
-- x_test.go --
package app_test

import (
	_ "example.com/app"
	_ "example.com/app/helper"
)
-- b/b.go --
package b

import (
	_ "example.com/app/c"
	c "example.com/app/c"
)
-- c/c.go --
package c
-- win/w.go --
package win
-- tagged/t.go --
package tagged
-- viacgo/v.go --
package viacgo
-- helper/h.go --
package helper
-- never/n.go --
package never
`

// load writes files and reads the graph of a pattern.
func load(t *testing.T, files string, opt Options) *Graph {
	t.Helper()
	opt.Dir = t.TempDir()
	if err := txtar.Write(txtar.Parse([]byte(files)), opt.Dir); err != nil {
		t.Fatal(err)
	}
	opt.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "CGO_ENABLED=1", "GOOS=linux", "GOARCH=amd64")
	g, err := Load(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// edges spells the edges of a view within example.com/app, without their common beginning.
func edges(v *View) []string {
	out := []string{}
	for _, e := range v.Edges() {
		from, to := v.Graph.Packages[e.From].Path, v.Graph.Packages[e.To].Path
		if !strings.HasPrefix(to, "example.com") {
			continue
		}
		s := filepath.Base(from) + " " + filepath.Base(to)
		for _, imp := range v.Places(e) {
			file, line := v.Graph.At(imp)
			s += " " + filepath.ToSlash(file) + ":" + string(rune('0'+line))
		}
		if e.Test {
			s += " test"
		}
		out = append(out, s)
	}
	return out
}

func TestView(t *testing.T) {
	g := load(t, small, Options{Patterns: []string{"."}, All: true, Tests: true})
	base := g.Native
	windows, bare, special := base, base, base
	windows.GOOS, bare.Cgo, special.Tags = "windows", false, []string{"special"}
	special.GOOS = "plan9"
	for _, c := range []struct {
		name  string
		scope Scope
		want  []string
	}{
		{"native", Scope{Context: base}, []string{"app b a.go:3", "app viacgo cgo.go:5", "b c b/b.go:4 b/b.go:5"}},
		{"without cgo", Scope{Context: bare}, []string{"app b a.go:3", "b c b/b.go:4 b/b.go:5"}},
		{"windows", Scope{Context: windows}, []string{"app b a.go:3", "app viacgo cgo.go:5", "app win a_windows.go:3", "b c b/b.go:4 b/b.go:5"}},
		{"a tag", Scope{Context: special}, []string{"app b a.go:3", "app tagged tagged.go:5", "app viacgo cgo.go:5", "b c b/b.go:4 b/b.go:5"}},
		{"tests", Scope{Context: bare, Tests: true}, []string{"app app x_test.go:4 test", "app b a.go:3 a_test.go:3", "app helper x_test.go:5 test", "b c b/b.go:4 b/b.go:5"}},
		{"all", Scope{Context: base, All: true}, []string{"app b a.go:3", "app tagged tagged.go:5", "app viacgo cgo.go:5", "app win a_windows.go:3", "b c b/b.go:4 b/b.go:5"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, edges(g.View(c.scope))); diff != "" {
				t.Errorf("edges (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSame holds that a graph of one context is the view of the union in that context.
func TestSame(t *testing.T) {
	union := load(t, small, Options{All: true, Tests: true})
	for _, tests := range []bool{false, true} {
		one := load(t, small, Options{Tests: tests})
		want := edges(one.View(one.Scope()))
		if diff := cmp.Diff(want, edges(union.View(Scope{Context: union.Native, Tests: tests}))); diff != "" {
			t.Errorf("tests %t (-loaded for it +view of the union):\n%s", tests, diff)
		}
	}
}

func TestKinds(t *testing.T) {
	g := load(t, "-- go.mod --\nmodule example.com/app\n\ngo 1.26\n-- a.go --\npackage main\n\nimport (\n\t\"fmt\"\n\t\"example.com/gone\"\n)\n", Options{})
	for path, want := range map[string]Kind{"example.com/app": Own, "fmt": Std, "example.com/gone": Missing} {
		id := g.Find(path)
		if id < 0 || g.Packages[id].Kind != want {
			t.Errorf("Find(%q) = %d, want a package of kind %v", path, id, want)
		}
	}
	if id := g.Find("none"); id != -1 {
		t.Errorf("Find(none) = %d, want -1", id)
	}
	v := g.View(g.Scope())
	main, runtime := g.Find("example.com/app"), g.Find("runtime")
	i := slices.IndexFunc(v.From(main), func(e Edge) bool { return e.To == runtime })
	if i < 0 || !v.From(main)[i].Implied {
		t.Errorf("a program imports the runtime without saying so: edge %d of %v", i, v.From(main))
	}
}

// TestLinks holds that a symbolic link to a folder is not entered, be it a loop, and one to a file is read.
func TestLinks(t *testing.T) {
	dir := t.TempDir()
	if err := txtar.Write(txtar.Parse([]byte("-- go.mod --\nmodule example.com/app\n-- a/a.go --\npackage a\n-- file.txt --\npackage a\n\nimport \"fmt\"\n")), dir); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"a/loop": "..", "a/b.go": "../file.txt", "a/gone.go": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	g, err := Load(context.Background(), Options{Dir: dir, Env: append(os.Environ(), "GOWORK=off")})
	if err != nil {
		t.Fatal(err)
	}
	v := g.View(g.Scope())
	if a, fmt := g.Find("example.com/app/a"), g.Find("fmt"); a < 0 || fmt < 0 || len(v.From(a)) != 1 {
		t.Errorf("a imports %v, want fmt alone", v.From(a))
	}
	if len(g.Findings) > 0 {
		t.Errorf("findings: %v", g.Findings)
	}
}

func TestSummarize(t *testing.T) {
	g := load(t, `
-- go.mod --
module example.com/app

go 1.26
-- x/x.go --
package x

import _ "example.com/app/y/deep"
-- x/low/low.go --
package low
-- y/y.go --
package y
-- y/deep/d.go --
package deep

import _ "example.com/app/x/low"
`, Options{})
	r := Summarize(g.View(g.Scope()))
	if r.Packages[Own] != 4 || r.Edges != 2 || r.Depth != 2 || r.Files != 4 {
		t.Errorf("packages %v, edges %d, depth %d, files %d, want 4, 2, 2, 4", r.Packages, r.Edges, r.Depth, r.Files)
	}
	if len(r.Cycles) != 1 || len(r.Cycles[0].Cut) != 1 {
		t.Fatalf("cycles = %+v, want one, with one link to cut", r.Cycles)
	}
	c := r.Cycles[0]
	if c.Level != "folder" || c.Links != 2 || !c.Least || !slices.Equal(c.Members, []string{"example.com/app/x", "example.com/app/y"}) {
		t.Errorf("cycle = %+v", c)
	}
	if file, line := g.At(g.View(g.Scope()).Places(c.Cut[0].Edges[0])[0]); file != filepath.Join("x", "x.go") || line != 3 {
		t.Errorf("the link to cut stands at %s:%d, want x/x.go:3", file, line)
	}
	if len(r.Hubs) != 2 || g.Packages[r.Hubs[0].Package].Path != "example.com/app/x/low" || r.Hubs[1].Drags != 2 {
		t.Errorf("hubs = %v", r.Hubs)
	}
}
