package startup_test

import (
	gocmp "cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plantedDir holds one module per planted program: of one cause, of several or of none.
const plantedDir = "testdata/planted"

// minPlanted is how many causes must be planted at least.
const minPlanted = 16

// A planted is what want.json says of the slow program of a planted cause.
type planted struct {
	Rule    string `json:"rule"`
	Class   string `json:"class"`
	Phase   string `json:"phase"`
	Package string `json:"package"` // of the blamed place; the module or the program if there is no single one
	File    string `json:"file"`    // relative to the module's root; empty if there is no single one
	Line    int    `json:"line"`
	Symbol  string `json:"symbol"`
	Why     string `json:"why,omitempty"`   // what the finding's why must contain
	Needs   string `json:"needs,omitempty"` // "cc": a C compiler
	Ready   string `json:"ready,omitempty"` // the readiness condition, if not the default

	Severity string `json:"severity,omitempty"` // info if the rule is never ranked

	// Causes stands alone: several causes in order, the heaviest first, or none of a quiet program.
	Causes []planted `json:"causes,omitempty"`
}

// plantedNames returns the names of the planted folders.
func plantedNames(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(plantedDir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	of := map[string]int{}
	for _, name := range names {
		of[kindOf(name).prefix]++
	}
	for _, k := range kinds {
		if of[k.prefix] < k.least {
			t.Fatalf("%s holds %d folders %s*, want at least %d", plantedDir, of[k.prefix], k.prefix, k.least)
		}
	}
	return names
}

// readPlanted returns what is wanted of the planted cause name.
func readPlanted(t *testing.T, name string) planted {
	t.Helper()
	f, err := os.Open(filepath.Join(plantedDir, name, "want.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var want planted
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&want); err != nil {
		t.Fatalf("reading want.json: %v", err)
	}
	return want
}

// TestPlantedFolders checks that each folder is a module of its own with all of its programs.
func TestPlantedFolders(t *testing.T) {
	stopwatches := map[string]string{} // by kind
	for _, name := range plantedNames(t) {
		t.Run(name, func(t *testing.T) {
			k := kindOf(name)
			mod := fmt.Sprintf("module example.com/planted/%s\n\ngo 1.22\n", name)
			if diff := cmp.Diff(mod, readFile(t, name, "go.mod")); diff != "" {
				t.Errorf("go.mod (-want +got):\n%s", diff)
			}
			if k.prefix != "quiet-" {
				got := readFile(t, name, "stopwatch/stopwatch.go")
				if diff := cmp.Diff(gocmp.Or(stopwatches[k.prefix], got), got); diff != "" {
					t.Errorf("the copies of stopwatch.go differ:\n%s", diff)
				}
				stopwatches[k.prefix] = got
			}
			for _, variant := range slices.Concat(k.variants, fixedOnes(t, name)) {
				doc := "// Command " + variant + " "
				if got := readFile(t, name, variant+"/main.go"); !strings.HasPrefix(got, doc) {
					t.Errorf("%s/main.go does not begin with %q", variant, doc)
				}
			}
		})
	}
}

// TestPlantedPlaces checks that what want.json blames are the places marked in the sources, and no
// others.
func TestPlantedPlaces(t *testing.T) {
	for _, name := range plantedNames(t) {
		t.Run(name, func(t *testing.T) {
			var places []marker
			for _, want := range wanted(t, name) {
				checkPhase(t, want)
				checkPlace(t, name, want)
				if want.File != "" {
					places = append(places, marker{want.File, want.Line, want.Rule})
				}
			}
			slices.SortFunc(places, func(a, b marker) int {
				return gocmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line)
			})
			if diff := cmp.Diff(places, markers(t, name)); diff != "" {
				t.Fatalf("places (-want.json +marked):\n%s", diff)
			}
		})
	}
}

// checkPlace checks that package and symbol are those of the file and line.
func checkPlace(t *testing.T, name string, want planted) {
	t.Helper()
	if want.File == "" {
		if !strings.HasPrefix(want.Package, "example.com/planted/"+name) {
			t.Errorf("want.json names no file; package = %s", want.Package)
		}
		return
	}
	pkg := path.Join("example.com/planted", name, path.Dir(want.File))
	if want.Package != pkg {
		t.Errorf("package = %q, want %q", want.Package, pkg)
	}
	symbol := symbolAt(t, filepath.Join(plantedDir, name, want.File), want.Line)
	if want.Symbol != symbol {
		t.Errorf("symbol = %q, want %q", want.Symbol, symbol)
	}
}

// checkPhase checks that want is complete and that its phase suits its rule: most say it by name.
func checkPhase(t *testing.T, want planted) {
	t.Helper()
	if want.Rule == "" || want.Class == "" {
		t.Errorf("rule = %q, class = %q, want both", want.Rule, want.Class)
	}
	phase := "main"
	switch {
	case strings.HasSuffix(want.Rule, "-at-init") || strings.HasSuffix(want.Rule, "-inits"):
		phase = "init"
	case want.Rule == "dynamic-linking":
		phase = "runtime"
	case want.Rule == "dependency-not-ready" && want.Phase == "init":
		phase = "init"
	}
	if want.Phase != phase {
		t.Errorf("phase of %s = %q, want %q", want.Rule, want.Phase, phase)
	}
}

// A marker is a comment "// want: RULE" at the end of a line.
type marker struct {
	File string
	Line int
	Rule string
}

var markerText = regexp.MustCompile(`// want: (\S+)$`)

// markers returns all markers in the module of the planted cause name.
func markers(t *testing.T, name string) []marker {
	t.Helper()
	root := filepath.Join(plantedDir, name)
	var found []marker
	err := filepath.WalkDir(root, func(file string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".go" {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(readFile(t, name, rel), "\n") {
			if m := markerText.FindStringSubmatch(line); m != nil {
				found = append(found, marker{filepath.ToSlash(rel), i + 1, m[1]})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// symbolAt returns the function that holds line as the linker names it: "init" for what
// initializes variables, "init.0" for the first func init of a package of one file.
func symbolAt(t *testing.T, file string, line int) string {
	t.Helper()
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	inits := 0
	for _, d := range parsed.Decls {
		fn, ok := d.(*ast.FuncDecl)
		isInit := ok && fn.Recv == nil && fn.Name.Name == "init"
		if fset.Position(d.Pos()).Line <= line && line <= fset.Position(d.End()).Line {
			switch {
			case isInit:
				return fmt.Sprintf("init.%d", inits)
			case ok && fn.Recv == nil:
				return fn.Name.Name
			case !ok:
				return "init"
			}
		}
		if isInit {
			inits++
		}
	}
	t.Fatalf("%s:%d is in no function that a planted cause may be in", file, line)
	return ""
}

func readFile(t *testing.T, name, file string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(plantedDir, name, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
