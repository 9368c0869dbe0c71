package startup

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCauses holds the table of causes to its promises, in both directions.
func TestCauses(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	classes := " cpu gc page-fault network dns file file-lock terminal sleep lock channel subprocess cgo sched throttle "
	seen := map[string]bool{}
	for _, c := range causes {
		if !slug.MatchString(c.Name) || seen[c.Name] {
			t.Errorf("rule %q is no slug of its own", c.Name)
		}
		seen[c.Name] = true
		if !strings.Contains(classes, " "+c.Class+" ") || c.class() == classNone {
			t.Errorf("%s: class %q is not in the list", c.Name, c.Class)
		}
		for what, text := range map[string]string{
			"Title": c.Title, "Doc": c.Doc, "Do": c.Do, "Before": c.Before, "After": c.After,
		} {
			if text == "" {
				t.Errorf("%s: no %s", c.Name, what)
			}
		}
		if len(c.Sources) == 0 {
			t.Errorf("%s: no source", c.Name)
		}
	}
	inTable(t)
}

// inTable looks for causes that are written, but not in the table.
func inTable(t *testing.T) {
	files, err := filepath.Glob("cause_*.go")
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("cause.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?m)^var (\w+) = cause\{`)
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range declared.FindAllStringSubmatch(string(src), -1) {
			if !strings.Contains(string(table), "\t&"+m[1]+",\n") {
				t.Errorf("%s: %s is not in the table in cause.go", file, m[1])
			}
		}
	}
}

// plantedElsewhere are the rules without a planted program of their own, with the reason.
var plantedElsewhere = map[string]string{
	"cpu-starvation":  "needs a busy machine; TestStarvation decides it",
	"init-deadlock":   "such a program never gets ready: the script bad_init has several",
	"huge-binary":     "TestHugeBinary generates it: a table of 60 MB",
	"scheduler-delay": "depends on what else runs on the machine; TestAbsorb decides it",
}

// TestCausesPlanted holds that each rule has a planted program or a reason for having none.
func TestCausesPlanted(t *testing.T) {
	planted := map[string]bool{}
	files, err := filepath.Glob("testdata/planted/*/want.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		var w want
		readJSON(t, f, &w)
		planted[w.Rule] = true
	}
	for _, c := range causes {
		if reason := plantedElsewhere[c.Name]; planted[c.Name] == (reason != "") {
			t.Errorf("%s: planted %v, reason for none %q", c.Name, planted[c.Name], reason)
		}
	}
}
