package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/timeline"
)

func TestSplitSymbol(t *testing.T) {
	for _, c := range []struct{ symbol, pkg, name string }{
		{"main.main", "main", "main"},
		{"main.init.0", "main", "init.0"},
		{"example.com/a/b.(*T).Run.func1", "example.com/a/b", "(*T).Run.func1"},
		{"gopkg.in/yaml%2ev3.Unmarshal", "gopkg.in/yaml.v3", "Unmarshal"},
		{"example.com/v2.map.init.0", "example.com/v2", "map.init.0"},
		{"slices.SortFunc[go.shape.[]example.com/x.T,go.shape.int]", "slices", "SortFunc[go.shape.[]example.com/x.T,go.shape.int]"},
		{"example.com/a.(*M[example.com/b.K]).Get", "example.com/a", "(*M[example.com/b.K]).Get"},
		{"net/http.(*Client).Get", "net/http", "(*Client).Get"},
		{"memeqbody", "", "memeqbody"},
		{"", "", ""},
	} {
		if pkg, name := splitSymbol(c.symbol); pkg != c.pkg || name != c.name {
			t.Errorf("splitSymbol(%q) = %q, %q, want %q, %q", c.symbol, pkg, name, c.pkg, c.name)
		}
	}
}

func testNamer() *namer {
	return newNamer("example.com/app/cmd/api", "example.com/app", map[string]*gotool.Package{
		"example.com/app/cmd/api": {ImportPath: "example.com/app/cmd/api", Module: "example.com/app",
			Imports: []string{"fmt", "example.com/app/config", "example.com/lib/v2/sub"}},
		"example.com/app/config": {ImportPath: "example.com/app/config", Module: "example.com/app",
			Imports: []string{"example.com/lib/v2/sub"}},
		"example.com/lib/v2/sub": {ImportPath: "example.com/lib/v2/sub", Module: "example.com/lib/v2", Version: "v2.1.0",
			Imports: []string{"fmt"}},
		"fmt": {ImportPath: "fmt", Module: "std", Version: "go1.26.1", Standard: true},
	})
}

func TestFrame(t *testing.T) {
	n := testNamer()
	for _, c := range []struct {
		in   timeline.Frame
		want evidence.Frame
	}{
		{timeline.Frame{Func: "main.run", File: "/home/u/app/cmd/api/main.go", Line: 7},
			evidence.Frame{Package: "example.com/app/cmd/api", Module: "example.com/app", Symbol: "run", File: "cmd/api/main.go", Line: 7}},
		{timeline.Frame{Func: "example.com/lib/v2/sub.init", File: "example.com/lib/v2@v2.1.0/sub/tables.go", Line: 3},
			evidence.Frame{Package: "example.com/lib/v2/sub", Module: "example.com/lib/v2", Version: "v2.1.0", Symbol: "init", File: "sub/tables.go", Line: 3}},
		{timeline.Frame{Func: "fmt.Println", File: "/tmp/farm/src/fmt/print.go", Line: 314},
			evidence.Frame{Package: "fmt", Module: "std", Version: "go1.26.1", Symbol: "Println", File: "fmt/print.go", Line: 314}},
		{timeline.Frame{Func: "main.main"},
			evidence.Frame{Package: "example.com/app/cmd/api", Module: "example.com/app", Symbol: "main"}},
	} {
		if diff := cmp.Diff(c.want, n.frame(c.in)); diff != "" {
			t.Errorf("frame(%+v): (-want +got)\n%s", c.in, diff)
		}
	}
}

func TestImportedVia(t *testing.T) {
	n := testNamer()
	want := []string{"example.com/app/cmd/api", "example.com/lib/v2/sub"}
	if diff := cmp.Diff(want, n.importedVia("example.com/lib/v2/sub")); diff != "" {
		t.Errorf("importedVia: (-want +got)\n%s", diff)
	}
	if got := n.importedVia("example.com/nowhere"); got != nil {
		t.Errorf("importedVia of a package outside the graph = %v, want nil", got)
	}
}

// An executable that was built without modules names none.
func TestModuleOfWithoutModules(t *testing.T) {
	n := newNamer("github.com/you/app", "", map[string]*gotool.Package{
		"main": {ImportPath: "github.com/you/app", Name: "main"},
		"github.com/you/app/vendor/google.golang.org/grpc/codes": {ImportPath: "github.com/you/app/vendor/google.golang.org/grpc/codes"},
		"github.com/aws/sdk/service/s3":                          {ImportPath: "github.com/aws/sdk/service/s3"},
		"golang.org/x/net/http2":                                 {ImportPath: "golang.org/x/net/http2"},
		"k8s.io/api/core/v1":                                     {ImportPath: "k8s.io/api/core/v1"},
	})
	for symbol, want := range map[string]string{
		"github.com/you/app/vendor/google.golang.org/grpc/codes.init": "google.golang.org/grpc",
		"github.com/aws/sdk/service/s3.init.0":                        "github.com/aws/sdk",
		"golang.org/x/net/http2.init":                                 "golang.org/x/net",
		"k8s.io/api/core/v1.init.1":                                   "k8s.io/api",
	} {
		if got := n.moduleOf(symbol); got != want {
			t.Errorf("moduleOf(%q) = %q, want %q", symbol, got, want)
		}
	}
}
