package startup

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
)

// TestHugeBinary generates a program with 15,000 pages of static data that hold one pointer each.
// Position-independent, it is slow before its first instruction; else nothing is to be relocated.
func TestHugeBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("links 60 MB four times")
	}
	if runtime.GOOS != "linux" {
		t.Skip("the agent works on Linux only")
	}
	const pages = 15_000
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/huge\n\ngo 1.22\n")
	write("main.go", "package main\n\nfunc main() { println(*table[len(table)-1].p) }\n")
	write("table.go", "package main\n\ntype page struct {\n\tp *int\n\t_ [4088]byte\n}\n\nvar v int\n\nvar table = [...]page{\n"+
		strings.Repeat("{p: &v},\n", pages)+"}\n")
	problem := func(flags string, found bool) string {
		t.Setenv("GOFLAGS", flags)
		rec, _ := traceOnce(t, dir, ".", want{})
		for i, f := range ranked(rec) {
			if f.Rule != hugeBinary.Name {
				continue
			}
			if where := (evidence.Frame{Package: "example.com/huge", Module: "example.com/huge"}); i == 0 && found && f.Where == where {
				return ""
			}
			return fmt.Sprintf("GOFLAGS=%s: %+v\n%s", flags, f, outline(rec))
		}
		if found {
			return fmt.Sprintf("GOFLAGS=%s: not found\n%s", flags, outline(rec))
		}
		return ""
	}
	try(t, func() string { return problem("-buildmode=pie", true) })
	try(t, func() string { return problem("-buildmode=exe", false) })
}

// TestLoading decides when the executable can be why the phase is long.
func TestLoading(t *testing.T) {
	const ms = int64(1e6)
	for _, c := range []struct {
		name  string
		exe   *executable
		ms    int64
		found bool
	}{
		{"not looked at", nil, 50, false},
		{"relocated pages", &executable{Pages: 9000, Minor: 10000}, 50, true},
		{"relocated pages that nobody touched", &executable{Pages: 9000, Minor: 300}, 50, false},
		{"few pages", &executable{Pages: 200, Minor: 700}, 50, false},
		{"from the disk", &executable{Minor: 700, Major: 12}, 50, true},
		{"faults were not measured", &executable{Pages: 9000, Minor: -1, Major: -1}, 50, false},
		{"short", &executable{Pages: 9000, Minor: 10000}, 4, false},
		{"a small part", &executable{Pages: 9000, Minor: 10000}, 40, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &observation{ready: 1000 * ms, exe: c.exe}
			got := o.loading([]*slice{
				{To: c.ms * ms, Phase: phaseRuntime, Class: classCPU},
				{From: c.ms * ms, To: 900 * ms, Phase: phaseRuntime, Class: classTracer},
				{From: 900 * ms, To: 1000 * ms, Phase: phaseMain, Class: classCPU},
			})
			if found := len(got) == 1; found != c.found {
				t.Errorf("found = %v, want %v", found, c.found)
			}
		})
	}
}

// What only the first run of an executable reads from the disk does not explain the others.
func TestFromDisk(t *testing.T) {
	for _, tt := range []struct {
		name  string
		plain []int64
		want  int64
	}{
		{"plain runs did not wait", []int64{0, 0}, 0},
		{"they did, too", []int64{0, 20}, 12},
		{"there are none yet", nil, 12},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := &observed{Trace: &experiment.Run{MajorFaults: 12}}
			for _, n := range tt.plain {
				o.Plain = append(o.Plain, experiment.Run{MajorFaults: n})
			}
			if got := o.fromDisk(); got != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
}
