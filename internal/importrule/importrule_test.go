package importrule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/manifest"
)

// program reads lines "a -> b c"; a trailing ? marks imports of tests. Names without a dot in their first element are
// of the standard library, unless they begin with "./".
func program(lines string) *Program {
	p := &Program{Module: "example.com/app", Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Others: []string{"net/http", "plugin"}}
	index := map[string]int32{}
	node := func(name string) int32 {
		if n, ok := index[name]; ok {
			return n
		}
		pkg := Package{Path: name, Module: Std}
		first, _, _ := strings.Cut(name, "/")
		switch {
		case strings.HasPrefix(name, "./"):
			pkg = Package{Path: "example.com/app" + name[1:], Module: "example.com/app", Home: true}
		case strings.Contains(first, "."):
			parts := strings.SplitN(name, "/", 4)
			pkg.Module = strings.Join(parts[:min(3, len(parts))], "/")
		}
		index[name] = int32(len(p.Packages))
		p.Packages = append(p.Packages, pkg)
		return index[name]
	}
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		from, to, _ := strings.Cut(strings.TrimSpace(line), " -> ")
		a := node(from)
		for _, name := range strings.Fields(to) {
			name, test := strings.CutSuffix(name, "?")
			p.Imports = append(p.Imports, Import{From: a, To: node(name), File: strings.TrimPrefix(from, "./") + "/a.go", Line: i + 1, Test: test})
		}
	}
	return p
}

const app = `
./cmd -> ./api ./store
./api -> ./store ./model net/http?
./store -> ./model example.com/db/sql ./api
./model -> fmt ./cmd?
example.com/db/sql -> example.com/log/zap net
example.com/log/zap -> fmt os
./tool -> ./model
`

// said is a finding as "place rule: title [way]".
func said(f evidence.Finding) string {
	text := fmt.Sprintf("%s:%d %s: %s", f.Where.File, f.Where.Line, f.Rule, f.Title)
	var way []string
	for _, c := range f.Chain {
		way = append(way, fmt.Sprintf("%s:%d", c.Package, c.Line))
	}
	if way != nil {
		text += " [" + strings.Join(way, " ") + "]"
	}
	return text
}

func TestJudge(t *testing.T) {
	tests := []struct {
		name, rules string
		want        []string
	}{
		{"layers", "layers:\n- {name: house, order: [./cmd, [./api, ./tool], ./store, ./model]}", []string{
			"store/a.go:3 layer: store imports api, which stands above it (house)"}},
		{"layers, tests go anywhere", "layers:\n- {order: [./cmd, ./model]}", nil},
		{"siblings", "layers:\n- {order: [./cmd, [./api, ./store], ./model, ./tool], siblings: deny, except: [{from: ./store, to: ./api}]}", []string{
			"api/a.go:2 layer: api imports store, which stands beside it", "tool/a.go:7 layer: tool imports model, which stands above it"}},
		{"unlisted", "layers:\n- {order: [./cmd, ./api, ./store, ./model], unlisted: deny, except: [{from: ./..., to: ./...}]}", []string{
			":0 layer: tool is in no line"}},
		{"deny", "imports:\n- {name: r, from: ./..., deny: example.com/db/...}", []string{
			"store/a.go:3 forbidden-import: store imports example.com/db/sql (r)"}},
		{"deny what is not there", "imports:\n- {from: ./..., deny: [example.org/..., plugin]}", nil},
		{"in tests", "imports:\n- {from: ./api, deny: net/http, tests: true}", []string{"api/a.go:2 forbidden-import: api imports net/http"}},
		{"not in tests", "imports:\n- {from: ./api, deny: net/http}", nil},
		{"only", "imports:\n- {from: ./store, only: [std, ./model]}", []string{
			"store/a.go:3 forbidden-import: store imports api", "store/a.go:3 forbidden-import: store imports example.com/db/sql"}},
		{"only, with an exception", "imports:\n- {from: ./store, only: ./..., except: [{from: ./store, to: example.com/db/...}]}", nil},
		{"transitive", "imports:\n- {from: [./cmd, ./tool], deny: net, transitive: true}", []string{
			"cmd/a.go:1 forbidden-import: cmd reaches net [example.com/app/cmd:1 example.com/app/store:3 example.com/db/sql:5 net:0]"}},
		{"transitive, told once where the way enters", "imports:\n- {from: ./..., deny: [example.com/db/..., example.com/log/...], transitive: true}", []string{
			"store/a.go:3 forbidden-import: store imports example.com/db/sql [example.com/app/store:3 example.com/db/sql:0]"}},
		{"transitive only", "imports:\n- {from: ./model, only: [fmt], transitive: true}", nil},
		{"transitive, with the way cut", "imports:\n- {from: ./cmd, deny: net, transitive: true, except: [{from: example.com/db/sql, to: net}]}", nil},
		{"modules allowed", "modules: {allow: [example.com/db/...]}", []string{
			"example.com/db/sql/a.go:5 forbidden-module: module example.com/log/zap is not among those allowed: example.com/db/sql imports it"}},
		{"modules allowed until", "modules: {allow: [example.com/db/..., {module: example.com/log/zap, until: 2026-06-01}]}", []string{
			"example.com/db/sql/a.go:5 forbidden-module: module example.com/log/zap was allowed until 2026-06-01: example.com/db/sql imports it"}},
		{"modules still allowed", "modules: {allow: [example.com/db/..., {module: example.com/log/zap, until: 2026-06-02}]}", nil},
		{"modules denied", "modules: {deny: [{module: example.com/log/zap, reason: use slog}]}", []string{
			"example.com/db/sql/a.go:5 forbidden-module: module example.com/log/zap is denied: example.com/db/sql imports it"}},
		{"limits", "limits: {modules: 1, packages: 6, in-degree: 2, depth: 3}", []string{
			":0 limit: 2 modules are imported, the limit is 1",
			":0 limit: 3 packages import model, the limit is 2",
			":0 limit: 4 imports in a row lead from cmd, the limit is 3",
			":0 limit: 7 packages are built, the limit is 6",
		}},
		{"limits that hold", "limits: {modules: 2, packages: 7, in-degree: 3, depth: 4}", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := program(app)
			rules := parse(t, test.rules)
			if _, err := rules.Check("c", p); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range rules.Judge(p) {
				got = append(got, said(f))
			}
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func parse(t *testing.T, section string) *Rules {
	t.Helper()
	rules, err := Parse("c", []byte("deps:\n  "+strings.ReplaceAll(section, "\n", "\n  ")+"\n"))
	if err != nil || rules == nil {
		t.Fatalf("Parse(%s) = %v, %v", section, rules, err)
	}
	return rules
}

func TestMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown key", "deps:\n  layer: []\n", `c:2:3: deps has no key "layer", only layers, imports, modules, limits, ratchet (did you mean layers?)`},
		{"no order", "deps:\n  layers:\n  - name: a\n", "c:3:5: the item of layers lacks order: the lines of packages, from the top down"},
		{"neither deny nor only", "deps:\n  imports:\n  - from: ./a\n", "c:3:5: the item of imports wants either deny or only"},
		{"no from", "deps:\n  imports:\n  - deny: ./a\n", "c:3:5: the item of imports lacks from: the packages that it is about"},
		{"a glob", "deps:\n  imports:\n  - {from: ./a*, deny: b}\n", `c:3:12: "./a*" is no pattern of import paths like ./config/..., std or golang.org/x/...`},
		{"an empty list", "deps:\n  imports:\n  - {from: [], deny: b}\n", "c:3:12: from is an empty list: it would match nothing"},
		{"a word", "deps:\n  layers:\n  - {order: [a], siblings: dney}\n", `c:3:28: siblings is deny or allow, here is "dney" (did you mean deny?)`},
		{"no number", "deps:\n  limits: {depth: many}\n", `c:2:19: depth wants a number, here is "many"`},
		{"no date", "deps:\n  modules: {allow: [{module: a.b/c, until: soon}]}\n", `c:2:44: "soon" is no date like 2027-01-31`},
		{"an exception to nothing", "deps:\n  layers:\n  - {order: [a], except: [{from: ./a}]}\n", "c:3:27: the exception wants from and to"},
		{"no YAML", "deps: [\n", "c:1:1: this is no YAML: did not find expected node content"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse("c", []byte(test.text))
			if err == nil || err.Error() != test.want {
				t.Errorf("Parse = %v\n want %s", err, test.want)
			}
		})
	}
}

func TestNoRules(t *testing.T) {
	if rules, err := Parse("c", []byte("claims: []\n")); rules != nil || err != nil {
		t.Errorf("Parse without deps = %v, %v, want nothing", rules, err)
	}
}

// TestMatchesNothing holds that a typo is a mistake with the nearest name, and a module that nobody needs yet is not.
func TestMatchesNothing(t *testing.T) {
	rules := parse(t, "layers:\n- {order: [./cmd, ./stroe]}\nimports:\n- {from: ./api, deny: [net/htpp, example.org/new, net/http]}")
	unmatched, err := rules.Check("cupel.yaml", program(app))
	want := "cupel.yaml:3:21: \"./stroe\" matches no package (did you mean ./store?)\n" +
		"cupel.yaml:5:26: \"net/htpp\" matches no package (did you mean net/http?)"
	if mistakes := (*manifest.Errors)(nil); !errors.As(err, &mistakes) || err.Error() != want {
		t.Errorf("Check = %v\n want %s", err, want)
	}
	if len(unmatched) != 1 || unmatched[0].Text != "example.org/new" {
		t.Errorf("unmatched %v, want example.org/new", unmatched)
	}
}

func TestPatterns(t *testing.T) {
	tests := []struct {
		pattern, path string
		want          bool
	}{
		{"./...", "example.com/app", true}, {"./...", "example.com/app/a/b", true}, {"./...", "example.com/apple", false},
		{".", "example.com/app", true}, {".", "example.com/app/a", false},
		{"./a", "example.com/app/a", true}, {"./a", "example.com/app/a/b", false},
		{"./a/...", "example.com/app/a", true}, {"./a/...", "example.com/app/ab", false},
		{"./.../internal/...", "example.com/app/x/internal", true}, {"golang.org/x/...", "golang.org/x/mod", true},
		{"a.b/c...", "a.b/cd", true}, {"a.b/c", "axb/c", false},
	}
	for _, test := range tests {
		if got := (Pattern{Text: test.pattern}).matcher("example.com/app")(test.path, ""); got != test.want {
			t.Errorf("%s matches %s: %v, want %v", test.pattern, test.path, got, test.want)
		}
	}
}

func TestRatchet(t *testing.T) {
	found := []evidence.Finding{{Fingerprint: "a"}, {Fingerprint: "b"}}
	fresh, old, gone := Ratchet(found, []string{"b", "c"})
	if len(fresh) != 1 || fresh[0].Fingerprint != "a" || len(old) != 1 || old[0].Fingerprint != "b" || !slices.Equal(gone, []string{"c"}) {
		t.Errorf("Ratchet = %v, %v, %v", fresh, old, gone)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("deps:\n  layers:\n  - {order: [./a, [./b, c.d/...]], siblings: deny}\n  imports:\n  - {from: ./a, deny: std, transitive: true}\n")
	f.Add("deps:\n  modules: {allow: [a.b/c], deny: [{module: d.e/f, until: 2026-01-01}]}\n  limits: {depth: 1}\n  ratchet: b.json\n")
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := Parse("c", []byte(text))
		if err != nil || rules == nil {
			return
		}
		p := program(app)
		if _, err := rules.Check("c", p); err == nil {
			rules.Judge(p)
		}
	})
}
