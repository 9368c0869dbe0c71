package deps

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestSides holds that the graph of a commit is that of a checkout of it, whatever the work tree holds: a workspace of two
// modules, a vendored one, files that changed, came, went and stayed, and go.mod among them.
func TestSides(t *testing.T) {
	const first = `
-- go.work --
go 1.26

use (
	./a
	./b
)
-- a/go.mod --
module example.com/a

go 1.26
-- a/a.go --
package a

import (
	_ "example.com/b"
	_ "example.com/a/in"
)
-- a/stays/stays.go --
package stays

import _ "errors"
-- a/in/in.go --
package in

import _ "unsafe"
-- a/in/in_windows.go --
package in

import _ "os"
-- b/go.mod --
module example.com/b

go 1.26
-- b/b.go --
package b

import _ "example.com/a/stays"
`
	const second = `
-- a/go.mod --
module example.com/a

go 1.26

require example.com/v v1.0.0
-- a/a.go --
package a

import _ "example.com/v"
-- a/stays/stays.go --
package stays

import _ "errors"
-- a/vendor/modules.txt --
# example.com/v v1.0.0
## explicit
example.com/v
-- a/vendor/example.com/v/v.go --
package v

import _ "strings"
-- a/vendor/example.com/v/LICENSE --
Permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.
`
	repo := repository(t, first, second)
	for i, state := range []string{first, second} {
		want := describe(t, filepath.Join(unpacked(t, state), "a"))
		rev := []string{"HEAD~1", "HEAD"}[i]
		opt := options(filepath.Join(repo, "a"))
		opt.memory = &memory{files: map[string][]scanned{}}
		for range 2 { // the second time much is known
			var s Side
			at := opt
			err := s.open(t.Context(), &at, rev)
			if err == nil {
				err = s.load(t.Context(), at)
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, described(s.View)); diff != "" {
				t.Errorf("%s (-checked out +from git):\n%s", rev, diff)
			}
		}
	}
	d, err := Compare(context.Background(), options(filepath.Join(repo, "a")), "HEAD~1", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Modules) != 1 || d.Modules[0].Change != "added" || d.Modules[0].New.Licence.Names != "ISC" {
		t.Errorf("modules = %+v, want example.com/v added under ISC", d.Modules)
	}
}

func options(dir string) Options {
	env := append(os.Environ(), "GOFLAGS=", "GOWORK=", "CGO_ENABLED=1", "GOOS=linux", "GOARCH=amd64")
	return Options{Dir: dir, Env: env, All: true, Tests: true}
}

// repository makes a git repository with one commit of each state.
func repository(t *testing.T, states ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	git := func(args ...string) {
		cmd := exec.Command("git", append([]string{"-c", "user.name=Assayer", "-c", "user.email=assayer@example.org"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q")
	for i, state := range states {
		if i > 0 {
			git("rm", "-rq", ".")
		}
		if err := txtar.Write(txtar.Parse([]byte(state)), dir); err != nil {
			t.Fatal(err)
		}
		git("add", "-A")
		git("commit", "-qm", "A state")
	}
	return dir
}

func unpacked(t *testing.T, state string) string {
	t.Helper()
	dir := t.TempDir()
	if err := txtar.Write(txtar.Parse([]byte(state)), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func describe(t *testing.T, dir string) []string {
	t.Helper()
	g, err := Load(context.Background(), options(dir))
	if err != nil {
		t.Fatal(err)
	}
	return described(g.View(g.Scope()))
}

// described spells all packages, owners, sizes and imports of a view.
func described(v *View) []string {
	var out []string
	for _, p := range v.Packages() {
		_, bytes := v.size(p)
		pkg := &v.Graph.Packages[p]
		out = append(out, pkg.Path+" "+pkg.Kind.String()+" "+v.Graph.module(pkg.Module)+" "+number(int(bytes)).Text+" "+pkg.Reason)
		for _, e := range v.From(p) {
			out = append(out, "  "+v.Graph.Packages[e.To].Path)
			for _, at := range v.placesOf(e) {
				out = append(out, "    "+strings.TrimPrefix(v.spell(at), filepath.Dir(v.Graph.Dir)))
			}
		}
	}
	return out
}

// TestCapabilities holds that each capability is seen where it comes, where it goes, and not where a module keeps it.
func TestCapabilities(t *testing.T) {
	const before = `
-- go.mod --
module example.com/app

go 1.26
-- a/a.go --
package a

import _ "unsafe"
-- b/b.go --
package b

import _ "plugin"
`
	const after = `
-- go.mod --
module example.com/app

go 1.26
-- a/a.go --
package a

import "C"
-- b/b.go --
package b

import (
	_ "net/rpc"
	_ "unsafe"
)
`
	repo := repository(t, before, after)
	d, err := Compare(context.Background(), options(repo), "HEAD~1", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range d.Capabilities {
		got = append(got, sign(c.Added)+" "+c.Capability.Name+" "+c.Package+" "+c.At+" "+c.Import)
	}
	want := []string{
		"+ cgo example.com/app/a a.go C",
		"− plugin example.com/app/b b/b.go:3 plugin",
		"+ net example.com/app/b b/b.go:4 net/rpc",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("capabilities (-want +got):\n%s", diff)
	}
}

// TestOutside holds that a module outside of the repository is said to be read as it is now.
func TestOutside(t *testing.T) {
	kit := unpacked(t, "-- go.mod --\nmodule example.com/kit\n-- kit.go --\npackage kit\n")
	repo := repository(t, `
-- go.mod --
module example.com/app

go 1.26

require example.com/kit v1.0.0
replace example.com/kit => `+kit+`
-- a.go --
package app

import _ "example.com/kit"
`)
	d, err := Compare(context.Background(), options(repo), "HEAD", "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"example.com/kit"}, d.Old.Now); diff != "" || d.New.Now != nil {
		t.Errorf("outside at the commit (-want +got):\n%s\nof the work tree: %v", diff, d.New.Now)
	}
	if len(d.Packages)+len(d.Imports)+len(d.Modules) > 0 {
		t.Errorf("differences: %+v %+v %+v", d.Packages, d.Imports, d.Modules)
	}
}
