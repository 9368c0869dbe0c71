package hygiene

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
)

func mod(t *testing.T, text string) *modfile.File {
	t.Helper()
	f, err := modfile.Parse("go.mod", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func built(path, version string) Module {
	return Module{Version: module.Version{Path: path, Version: version}}
}

const head = "module example.com/app\n\ngo 1.24\n\n"

// cases has for each check what it finds, as "file:line severity text", and facts in which it finds nothing.
var cases = []struct {
	rule, name string
	facts      func(t *testing.T) *Facts
	want       []string
	unknown    string
}{
	{"replace-local", "a folder", withMod("replace example.com/a => ../a\n"), []string{"go.mod:5 medium example.com/a is replaced by the folder ../a"}, ""},
	{"replace-local", "a version", withMod("replace example.com/a => example.com/a v1.0.0\n"), nil, ""},
	{"replace-local", "a workspace is for that", withWork("go 1.24\nuse .\nreplace example.com/a => ../a\n"), nil, ""},
	{"replace-fork", "a fork", withMod("replace example.com/a v1.0.0 => example.com/fork v1.1.0\n"),
		[]string{"go.mod:5 low example.com/a@v1.0.0 is replaced by example.com/fork@v1.1.0"}, ""},
	{"replace-fork", "held", withMod("replace example.com/a => example.com/a v1.1.0\n"),
		[]string{"go.mod:5 low example.com/a is held at v1.1.0, whatever its requirements say"}, ""},
	{"replace-fork", "a folder", withMod("replace example.com/a => ../a\n"), nil, ""},
	{"replace-unused", "another version", withGraph("replace example.com/a v1.0.1 => ../a\n", built("example.com/a", "v1.0.0")),
		[]string{"go.mod:5 low example.com/a@v1.0.1 is replaced, and not in the build list"}, ""},
	{"replace-unused", "the version in use", withMod("replace example.com/a v1.0.0 => ../a\n", built("example.com/a", "v1.0.0")), nil, ""},
	{"replace-unused", "nothing known", withMod("replace example.com/a v1.0.0 => ../a\n"), nil,
		"the module cache does not hold the go.mod files of the whole module graph"},
	{"replace-unused", "in the graph without a package", withGraph("replace example.com/b => ../b\n", built("example.com/a", "v1.0.0")), nil, ""},
	{"retracted", "within a range", latest("module example.com/a\n// lost data,\n// see #12\nretract [v1.0.0, v1.2.0]\n", "v1.1.0", "v1.3.0"),
		[]string{"go.mod:5 high example.com/a@v1.1.0 is retracted: lost data, see #12"}, ""},
	{"retracted", "outside of it", latest("module example.com/a\nretract v1.0.0\n", "v1.1.0", "v1.3.0"), nil, ""},
	{"retracted", "newest not known", latest("module example.com/a\n", "v1.1.0", "v1.1.0"), nil,
		"of 1 of 1 modules no go.mod newer than the required one is in the module cache"},
	{"deprecated", "a note", latest("// Deprecated: use example.com/b.\nmodule example.com/a\n", "v1.1.0", "v1.3.0"),
		[]string{"go.mod:5 medium example.com/a is deprecated: use example.com/b."}, ""},
	{"deprecated", "of others", func(t *testing.T) *Facts {
		f := latest("// Deprecated: use example.com/b.\nmodule example.com/a\n", "v1.1.0", "v1.3.0")(t)
		f.Mods[0].Mod.Require[0].Indirect = true
		return f
	}, []string{"go.mod:5 low example.com/a is deprecated: use example.com/b."}, ""},
	{"deprecated", "no note", latest("module example.com/a\n", "v1.1.0", "v1.3.0"), nil, ""},
	{"unused-requirement", "not imported", used(map[string]Use{}), []string{"go.mod:5 low no package of example.com/a is imported"}, ""},
	{"unused-requirement", "imported", used(map[string]Use{"example.com/a": {Direct: true}}), nil, ""},
	{"unused-requirement", "a tool", func(t *testing.T) *Facts {
		f := used(map[string]Use{})(t)
		f.Mods[0].Mod.Tool = append(f.Mods[0].Mod.Tool, &modfile.Tool{Path: "example.com/a/cmd/x"})
		return f
	}, nil, ""},
	{"unused-requirement", "a file that cannot be parsed", func(t *testing.T) *Facts {
		f := used(map[string]Use{})(t)
		f.Unread = "a.go cannot be parsed"
		return f
	}, nil, "not all imports of the main modules are known: a.go cannot be parsed"},
	{"unused-requirement", "not known", used(nil), nil, "which packages are imported is not known"},
	{"wrong-indirect", "only by others", used(map[string]Use{"example.com/a": {}}),
		[]string{"go.mod:5 info example.com/a is imported by dependencies alone, and not marked // indirect"}, ""},
	{"wrong-indirect", "directly", withUse("require example.com/a v1.0.0 // indirect\n", map[string]Use{"example.com/a": {Direct: true}}),
		[]string{"go.mod:5 info example.com/a is imported directly, and marked // indirect"}, ""},
	{"wrong-indirect", "right", used(map[string]Use{"example.com/a": {Direct: true}}), nil, ""},
	{"several-majors", "two", withMod("require example.com/a v1.0.0\n", built("example.com/a", "v1.0.0"), built("example.com/a/v2", "v2.0.0")),
		[]string{"go.mod:5 low 2 major versions are in use: example.com/a, example.com/a/v2"}, ""},
	{"several-majors", "of gopkg.in", withMod("", built("gopkg.in/y.v2", "v2.0.0"), built("gopkg.in/y.v3", "v3.0.0")),
		[]string{"go.mod:0 low 2 major versions are in use: gopkg.in/y.v2, gopkg.in/y.v3"}, ""},
	{"several-majors", "one of them unused", func(t *testing.T) *Facts {
		f := withMod("", built("example.com/a", "v1.0.0"), built("example.com/a/v2", "v2.0.0"))(t)
		f.Used = map[string]Use{"example.com/a/v2": {}}
		return f
	}, nil, ""},
	{"pseudo-version", "a commit", withMod("require example.com/a v0.0.0-20260102030405-0123456789ab\n"),
		[]string{"go.mod:5 low example.com/a is required at the commit of v0.0.0-20260102030405-0123456789ab"}, ""},
	{"pseudo-version", "indirect, and of a module without releases",
		withMod("require example.com/a v0.0.0-20260102030405-0123456789ab // indirect\nrequire golang.org/x/exp v0.0.0-20260102030405-0123456789ab\n"), nil, ""},
	{"sum-missing", "no line", sums("example.com/a v1.0.0/go.mod h1:x\n"), []string{"go.mod:5 medium go.sum has no sum of example.com/a@v1.0.0"}, ""},
	{"sum-missing", "a line", sums("example.com/a v1.0.0 h1:x\n"), nil, ""},
	{"sum-conflict", "two hashes", sums("example.com/a v1.0.0 h1:x\nexample.com/a v1.0.0 h1:y\n"),
		[]string{"go.sum:2 high example.com/a v1.0.0 has another sum than at go.sum:1"}, ""},
	{"sum-conflict", "twice the same, and another algorithm", sums("example.com/a v1.0.0 h1:x\nexample.com/a v1.0.0 h1:x\nexample.com/a v1.0.0 h2:z\n"), nil, ""},
	{"cache-mismatch", "zip and folder", cached("h1:y", "h1:z"), []string{
		"go.sum:1 high the folder of example.com/a@v1.0.0 in the module cache has h1:z",
		"go.sum:1 high the zip file of example.com/a@v1.0.0 in the module cache has h1:y"}, ""},
	{"cache-mismatch", "equal, or not looked at", cached("h1:x", ""), nil, ""},
	{"mod-mod", "files and environment", settings("env:\n  GOFLAGS: \"-trimpath -mod=mod\"\n", "GOFLAGS=-mod=mod"), []string{
		":0 medium GOFLAGS has -mod=mod, in the environment", "ci.yml:2 medium GOFLAGS has -mod=mod"}, ""},
	{"mod-mod", "a comment, another flag", settings("# GOFLAGS=-mod=mod\nGOFLAGS=-mod=vendor\n", "GOFLAGS=-mod=readonly"), nil, ""},
	{"sum-check-off", "every spelling", settings("GOSUMDB: off\nENV GOSUMDB off\nexport GONOSUMDB='*'\ngo env -w GOINSECURE=example.com/*\nGONOSUMCHECK=1 go build\nGOFLAGS := -insecure\n"),
		[]string{
			"ci.yml:1 high GOSUMDB=off: no module is checked when it is added",
			"ci.yml:2 high GOSUMDB=off: no module is checked when it is added",
			"ci.yml:3 high GONOSUMDB=*: no module is checked when it is added",
			"ci.yml:4 medium GOINSECURE: modules that match example.com/* may come over plain HTTP",
			"ci.yml:5 low GONOSUMCHECK=1: the go command knows no such variable, and checks all the same",
			"ci.yml:6 low GOFLAGS has -insecure, which go get does not take since Go 1.17",
		}, ""},
	{"sum-check-off", "private modules", settings("", "GONOSUMDB=corp.example.com", "GOSUMDB=sum.golang.org"),
		[]string{":0 info GONOSUMDB: modules that match corp.example.com are not checked, in the environment"}, ""},
	{"sum-check-off", "on", settings("GOSUMDB=sum.golang.org\nGOSUMDB_URL=off\nGOPRIVATE=*.corp\necho with GONOSUMDB one can\n"), nil, ""},
	{"toolchain-line", "without effect, too new", func(t *testing.T) *Facts {
		return &Facts{Go: "go1.24.1", Mods: []Mod{{"go.mod", mod(t, "module a\n\ngo 1.26.0\n\ntoolchain go1.25.3\n")}}}
	}, []string{
		"go.mod:3 low go 1.26.0 is newer than the toolchain in use, go1.24.1",
		"go.mod:5 low toolchain go1.25.3 is not newer than go 1.26.0, and does nothing",
	}, ""},
	{"toolchain-line", "no go line", func(t *testing.T) *Facts { return &Facts{Mods: []Mod{{"go.mod", mod(t, "module a\n")}}} },
		[]string{"go.mod:1 low there is no go line: the language is that of go1.16"}, ""},
	{"toolchain-line", "a workspace older than its modules", withWork("go 1.22\nuse .\n"),
		[]string{"go.work:1 low go 1.22 is older than go1.24 of a module in the workspace, which the go command refuses"}, ""},
	{"toolchain-line", "sound", func(t *testing.T) *Facts {
		return &Facts{Go: "go1.26.8", Mods: []Mod{{"go.mod", mod(t, "module a\n\ngo 1.24\n\ntoolchain go1.25.3\n")}}}
	}, nil, ""},
}

func withMod(text string, list ...Module) func(*testing.T) *Facts {
	return func(t *testing.T) *Facts { return &Facts{Mods: []Mod{{"go.mod", mod(t, head+text)}}, Build: list} }
}

func withWork(text string) func(*testing.T) *Facts {
	return func(t *testing.T) *Facts {
		w, err := modfile.ParseWork("go.work", []byte(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		return &Facts{Mods: []Mod{{"go.mod", mod(t, head)}}, Work: &Work{"go.work", w}}
	}
}

func withUse(text string, use map[string]Use) func(*testing.T) *Facts {
	return func(t *testing.T) *Facts {
		f := withMod(text, built("example.com/a", "v1.0.0"))(t)
		f.Used = use
		return f
	}
}

func used(use map[string]Use) func(*testing.T) *Facts {
	return withUse("require example.com/a v1.0.0\n", use)
}

func latest(text, required, newest string) func(*testing.T) *Facts {
	return func(t *testing.T) *Facts {
		m := built("example.com/a", required)
		m.Latest, m.Newest = mod(t, text), newest
		return withMod("require example.com/a "+required+"\n", m)(t)
	}
}

func sums(text string) func(*testing.T) *Facts {
	return func(t *testing.T) *Facts {
		f := used(map[string]Use{"example.com/a": {}})(t)
		f.Sums = []File{{"go.sum", text}}
		return f
	}
}

// withGraph knows the whole graph: the build list, and example.com/b, of which no package is needed.
func withGraph(text string, build ...Module) func(*testing.T) *Facts {
	return func(t *testing.T) *Facts {
		f := withMod(text, build...)(t)
		f.Graph = map[string]string{"example.com/b": "v1.0.0"}
		for _, m := range build {
			f.Graph[m.Path] = m.Version.Version
		}
		return f
	}
}

func cached(zip, folder string) func(*testing.T) *Facts {
	return func(t *testing.T) *Facts {
		f := sums("example.com/a v1.0.0 h1:x\n")(t)
		f.Build[0].Cached, f.Build[0].Content = zip, folder
		return f
	}
}

func settings(text string, env ...string) func(*testing.T) *Facts {
	return func(*testing.T) *Facts { return &Facts{Files: []File{{"ci.yml", text}}, Env: env} }
}

func TestChecks(t *testing.T) {
	for _, c := range cases {
		t.Run(c.rule+"/"+c.name, func(t *testing.T) {
			found, skipped := Run(c.facts(t), "example.com/app")
			var got []string
			for _, f := range found {
				if f.Rule == c.rule {
					got = append(got, said(f))
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("found %q\n want %q", got, c.want)
			}
			i := slices.IndexFunc(skipped, func(s evidence.Skipped) bool { return s.What == c.rule })
			if unknown := i >= 0; c.unknown != "" && (!unknown || skipped[i].Why != c.unknown) {
				t.Errorf("skipped %+v, want %q", skipped, c.unknown)
			}
		})
	}
}

func said(f evidence.Finding) string {
	return f.Where.File + ":" + strconv.Itoa(f.Where.Line) + " " + f.Severity + " " + f.Title
}

// TestTable holds that every check is described, and tested both ways.
func TestTable(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for i := range Checks {
		c := &Checks[i]
		if !slug.MatchString(c.Name) || c.Title == "" || c.Doc == "" || c.Do == "" || c.Class == "" || len(c.Sources) == 0 {
			t.Errorf("%q is not described: %+v", c.Name, c.Rule)
		}
		if !slices.Contains([]string{finding.High, finding.Medium, finding.Low, finding.Info}, c.Severity) {
			t.Errorf("%s has severity %q", c.Name, c.Severity)
		}
		hits, silent := 0, 0
		for _, test := range cases {
			if test.rule == c.Name && test.want != nil {
				hits++
			} else if test.rule == c.Name && test.unknown == "" {
				silent++
			}
		}
		if hits == 0 || silent == 0 {
			t.Errorf("%s: %d cases in which it finds something, %d in which it does not; want both", c.Name, hits, silent)
		}
	}
}

// TestFingerprints holds that findings of different modules are told apart, and lines do not matter.
func TestFingerprints(t *testing.T) {
	found, _ := Run(withMod("replace example.com/a => ../a\nreplace example.com/b => ../b\n")(t), "example.com/app")
	moved, _ := Run(withMod("\n\nreplace example.com/a => ../a\n")(t), "example.com/app")
	if len(found) < 2 || found[0].Fingerprint == found[1].Fingerprint || found[0].Fingerprint != moved[0].Fingerprint {
		t.Errorf("fingerprints of %+v and %+v", found, moved)
	}
}

func FuzzSettings(f *testing.F) {
	f.Add("GOSUMDB: off\n")
	f.Add("ENV GOFLAGS=\"-mod=mod\" GONOSUMDB *\n")
	f.Add("go env -w GOINSECURE='a,*'\n")
	f.Fuzz(func(t *testing.T, text string) {
		found, _ := Run(&Facts{Files: []File{{"ci.yml", text}}, Sums: []File{{"go.sum", text}}}, "a")
		for _, g := range found {
			if lines := strings.Count(text, "\n") + 1; g.Where.Line < 1 || g.Where.Line > lines {
				t.Errorf("%s at line %d of %d", g.Rule, g.Where.Line, lines)
			}
		}
	})
}
