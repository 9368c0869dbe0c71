package startup

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/gotool"
)

// TestDescribe holds which module a package is put down to.
func TestDescribe(t *testing.T) {
	info := &debug.BuildInfo{
		Path: "app/cmd/x", Main: debug.Module{Path: "app", Version: "(devel)"},
		Deps: []*debug.Module{
			{Path: "example.org/lib", Version: "v1.2.0"},
			{Path: "example.org/lib/sub", Version: "v0.3.0"},
			{Path: "example.org/new", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/fork", Version: "v1.9.0"}},
			{Path: "example.org/here", Version: "v1.0.0", Replace: &debug.Module{Path: "../here"}},
			{Path: "example.org/work", Version: "(devel)"},
		},
	}
	s := &subject{Package: "x"}
	s.adopt(info)
	l := moduleList{main: s}
	for pkg, want := range map[string]gotool.Package{
		"main":                       {ImportPath: "app/cmd/x", Name: "main", Module: "app"},
		"app":                        {ImportPath: "app", Module: "app"},
		"app/internal/y":             {ImportPath: "app/internal/y", Module: "app"},
		"example.org/lib":            {ImportPath: "example.org/lib", Module: "example.org/lib", Version: "v1.2.0"},
		"example.org/lib/inner":      {ImportPath: "example.org/lib/inner", Module: "example.org/lib", Version: "v1.2.0"},
		"example.org/lib/sub/deep":   {ImportPath: "example.org/lib/sub/deep", Module: "example.org/lib/sub", Version: "v0.3.0"},
		"example.org/lib/subtle":     {ImportPath: "example.org/lib/subtle", Module: "example.org/lib", Version: "v1.2.0"},
		"example.org/library":        {ImportPath: "example.org/library"},
		"example.org/new/a":          {ImportPath: "example.org/new/a", Module: "example.org/new", Version: "v1.9.0"},
		"example.org/here":           {ImportPath: "example.org/here", Module: "example.org/here"},
		"example.org/work":           {ImportPath: "example.org/work", Module: "example.org/work"},
		"unheard.example/of/nothing": {ImportPath: "unheard.example/of/nothing"},
	} {
		if diff := cmp.Diff(want, *l.describe(pkg, false)); diff != "" {
			t.Errorf("describe(%q) (-want +got)\n%s", pkg, diff)
		}
	}
}

// TestIsStandard holds how packages of the standard library are told from those of modules whose path has
// no dot: by the folder of their files, or where that is left out by the list of modules.
func TestIsStandard(t *testing.T) {
	const goroot = "/usr/local/go/src/"
	app := &debug.BuildInfo{Path: "net", Main: debug.Module{Path: "net"}}
	tool := &debug.BuildInfo{Path: "cmd/compile"}
	for _, c := range []struct {
		name              string
		info              *debug.BuildInfo
		goroot, pkg, file string
		std, sure         bool
	}{
		{"of std", app, goroot, "net/http", goroot + "net/http/server.go", true, true},
		{"of a module named like it", app, goroot, "net/inner", "/home/gopher/net/inner/x.go", false, true},
		{"vendored into std", app, goroot, "vendor/golang.org/x/net/idna", goroot + "vendor/golang.org/x/net/idna/go118.go", true, true},
		{"with a dot", app, goroot, "example.org/net", goroot + "x.go", false, true},
		{"main", app, goroot, "main", goroot + "x.go", false, true},
		{"only made by tools, of std", app, goroot, "os/user", "", true, false},
		{"only made by tools, of the module", app, goroot, "net/inner", "", false, false},
		{"no build info", nil, goroot, "net/inner", "/home/gopher/net/inner/x.go", false, true},
		{"trimmed", app, "", "os", "os/file.go", true, true},
		{"trimmed, of the module", app, "", "net/inner", "net/inner/x.go", false, true},
		{"the compiler", tool, "", "cmd/compile/internal/ssa", "cmd/compile/internal/ssa/x.go", false, true},
		{"the compiler's std", tool, "", "go/constant", "go/constant/value.go", true, true},
	} {
		s := &subject{Package: "x"}
		s.adopt(c.info)
		l := moduleList{s, c.goroot}
		std, sure := l.isStandard(c.pkg, func() string { return c.file })
		if std != c.std || sure != c.sure {
			t.Errorf("%s: isStandard(%q) = %t, %t, want %t, %t", c.name, c.pkg, std, sure, c.std, c.sure)
		}
	}
}

// TestKnown holds that a package of which an executable shows no function is known by the modules, and that
// source mode guesses nothing.
func TestKnown(t *testing.T) {
	o := &observed{
		Package: "app/cmd/x", Module: "app", Go: "go1.26.8", Named: "./x",
		Modules: []module{{Path: "app"}, {Path: "example.org/lib", Version: "v1.2.0"}},
	}
	for pkg, want := range map[string]*gotool.Package{
		"app/tiny":             {ImportPath: "app/tiny", Module: "app"},
		"example.org/lib/tiny": {ImportPath: "example.org/lib/tiny", Module: "example.org/lib", Version: "v1.2.0"},
		"math/bits":            {ImportPath: "math/bits", Module: "std", Version: "go1.26.8", Standard: true},
		"":                     nil,
	} {
		if diff := cmp.Diff(want, o.namer().known(pkg)); diff != "" {
			t.Errorf("known(%q) (-want +got)\n%s", pkg, diff)
		}
	}
	o.Named = ""
	if p := o.namer().known("app/tiny"); p != nil {
		t.Errorf("a package that go list did not name is known as %+v", p)
	}
}

// TestPackageOfFunc holds which names of functions name a package.
func TestPackageOfFunc(t *testing.T) {
	for name, want := range map[string]string{
		"main.main":                        "main",
		"gopkg.in/yaml%2ev3.(*parser).x":   "gopkg.in/yaml.v3",
		"example.org/a.F[go.shape.int]":    "example.org/a",
		"go/ast.Walk":                      "go/ast",
		"type:.eq.example.org/a.T":         "",
		"type..hash.example.org/a.T":       "",
		"go:textfipsstart":                 "",
		"go.buildid":                       "",
		"_cgo_panic":                       "",
		"x_cgo_init":                       "",
		"memmove":                          "",
		"vendor/golang.org/x/net/idna.new": "vendor/golang.org/x/net/idna",
	} {
		if got := packageOfFunc(name); got != want {
			t.Errorf("packageOfFunc(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestPackagesOfThis looks at the test's own executable, whose build info names no dependencies.
func TestPackagesOfThis(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	f, err := gobin.Open(self)
	if err != nil {
		t.Skip(err) // of another system
	}
	defer f.Close()
	s := &subject{Package: filepath.Base(self), GoVersion: f.Version()}
	s.adopt(f.BuildInfo())
	all := packagesOf(f, s)
	const here = "github.com/cupelgo/cupel"
	for pkg, module := range map[string]string{
		"runtime": "std", "debug/buildinfo": "std", here + "/internal/gobin": here,
	} {
		p := all[pkg]
		if p == nil || p.Module != module || p.Standard != (module == "std") {
			t.Errorf("package %s is %+v, want it in module %s", pkg, p, module)
		}
	}
}
