package cupel_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/cupelgo/cupel/"

// layers is the house, top down: a package may import packages of lower layers, and of its own
// where mates says so. Nothing may import upwards.
var layers = [][]string{
	{
		"cmd/cupel",
	},
	{
		"startup",
		"check",
		"deps",
	},
	{
		"internal/experiment",
		"internal/probe",
		"internal/gotool",
		"internal/host",
		"internal/agent",
		"internal/revision",
		"internal/pprof",
	},
	{
		"internal/gotrace",
		"internal/goevent",
		"internal/perf",
		"internal/ptrace",
		"internal/bpf",
		"internal/gobin",
		"internal/tool",
		"internal/gomod",
		"internal/gosource",
	},
	{
		"internal/auxv",
	},
	{
		"evidence",
		"internal/unit",
		"internal/stats",
		"internal/finding",
		"internal/report",
		"internal/timeline",
		"internal/stacktext",
		"internal/comparison",
		"internal/claim",
		"internal/hygiene",
		"internal/digraph",
		"internal/licence",
		"internal/manifest",
		"internal/importrule",
		"internal/history",
	},
}

// side are rooms on the core: they import the core only, and commands and capabilities import them.
var side = []string{
	"internal/store",
	"internal/report/text",
	"internal/report/markdown",
	"internal/report/junit",
	"internal/report/github",
	"internal/report/html",
	"internal/report/sarif",
	"internal/report/openmetrics",
	"internal/bundle",
	"internal/notify",
	"internal/web",
}

// mates are the imports within a layer that are allowed.
var mates = map[string][]string{
	"internal/gotool":     {"internal/agent"},                     // puts the agent into a build
	"internal/gomod":      {"internal/tool", "internal/gosource"}, // settings of the go command; the context of constraints
	"internal/stats":      {"evidence"},
	"internal/comparison": {"evidence", "internal/stats", "internal/unit", "internal/report", "internal/finding"},
	"internal/claim":      {"evidence", "internal/stats", "internal/unit", "internal/report", "internal/finding", "internal/comparison", "internal/manifest"},
	"internal/finding":    {"evidence"},
	"internal/history":    {"evidence", "internal/stats", "internal/unit", "internal/report"},
	"internal/hygiene":    {"evidence", "internal/finding"},
	"internal/importrule": {"evidence", "internal/finding", "internal/digraph", "internal/manifest"},
	"internal/report":     {"evidence"},
	"internal/stacktext":  {"internal/timeline"}, // stacks are its
	"internal/web":        {"internal/store", "internal/report/html"},
}

// TestImports holds the rule that imports go down only.
func TestImports(t *testing.T) {
	for pkg, imports := range list(t) {
		if strings.HasPrefix(pkg, "examples/") || pkg+"/" == module {
			continue
		}
		if layer(pkg) < 0 {
			t.Errorf("%s is in no layer: add it to the table and to DESIGN.md", pkg)
		}
		for _, imp := range imports {
			if !mayImport(pkg, imp) {
				t.Errorf("%s imports %s, which is not below it", pkg, imp)
			}
		}
	}
}

func mayImport(pkg, imp string) bool {
	if slices.Contains(side, pkg) {
		return layer(imp) == len(layers)-1 || slices.Contains(mates[pkg], imp)
	}
	return layer(imp) > layer(pkg) || slices.Contains(mates[pkg], imp)
}

// layer returns the index of pkg's layer; side rooms stand with the instruments.
func layer(pkg string) int {
	if slices.Contains(side, pkg) {
		return 2
	}
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, pkg) })
}

// TestDependencies holds that
// Cupel's direct dependencies stay where DESIGN.md says they may be imported.
func TestDependencies(t *testing.T) {
	home := map[string][]string{
		"github.com/cilium/ebpf":          {"internal/bpf"},
		"github.com/spf13/cobra":          {"cmd/cupel"},
		"github.com/google/pprof":         {"startup"},
		"github.com/klauspost/compress":   {"internal/bundle"},
		"golang.org/x/exp":                nil, // tests only
		"golang.org/x/perf":               {"internal/comparison"},
		"golang.org/x/mod":                {"internal/gomod", "internal/hygiene", "internal/revision"},
		"golang.org/x/sys":                {"internal/bpf", "internal/experiment", "internal/host", "internal/perf", "internal/probe", "internal/ptrace", "startup"},
		"github.com/yuin/goldmark":        nil,
		"github.com/owenrumney/go-sarif":  nil,
		"github.com/santhosh-tekuri":      nil,
		"github.com/prometheus":           nil,
		"github.com/google/go-cmp":        nil,
		"github.com/rogpeppe/go-internal": nil,
		"go.yaml.in/yaml/v3":              {"internal/claim", "internal/importrule", "internal/manifest", "check"},
	}
	for pkg, imports := range listAll(t) {
		for _, imp := range imports {
			first, _, _ := strings.Cut(imp, "/")
			if !strings.Contains(first, ".") || strings.HasPrefix(imp, module) {
				continue
			}
			if !allowed(home, pkg, imp) {
				t.Errorf("%s imports %s: name it and its place here and in DESIGN.md", pkg, imp)
			}
		}
	}
}

func allowed(home map[string][]string, pkg, imp string) bool {
	for mod, places := range home {
		if strings.HasPrefix(imp, mod) && slices.Contains(places, pkg) {
			return true
		}
	}
	return false
}

// list returns the imports of each package of this module within the module.
func list(t *testing.T) map[string][]string {
	all := listAll(t)
	for pkg, imports := range all {
		var own []string
		for _, imp := range imports {
			if rest, ok := strings.CutPrefix(imp, module); ok {
				own = append(own, rest)
			}
		}
		all[pkg] = own
	}
	return all
}

// listAll returns all imports of each package of this module.
func listAll(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string][]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(p.ImportPath, module)] = p.Imports
	}
	return all
}
