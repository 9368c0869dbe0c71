package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// unitCPU is what a benchmark's CPU time is reported as by the tests that are built here.
const unitCPU = "cpu-ns/op"

// clockCPU reads the CPU time of the whole process, so that the garbage collector and other goroutines count.
const clockCPU = `
func cupelCPU() int64 {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return used.Utime.Nano() + used.Stime.Nano()
}
`

// cpuEdits add a second clock to the timer of testing.B, read outside of what the first one measures: wall time stays as it
// is. They have been the same from Go 1.18 to 1.27.
var cpuEdits = []struct {
	line  string // how it begins
	adds  string // behind it, or before it
	above bool
	times int
}{
	{line: "import (", adds: "\t\"syscall\"", times: 1},
	{line: "type B struct {", adds: "\tcupelStart, cupelUsed int64", times: 1},
	{line: "\t\tb.start = ", adds: "\t\tb.cupelStart = cupelCPU()", above: true, times: 2},
	{line: "\t\tb.duration += ", adds: "\t\tb.cupelUsed += cupelCPU() - b.cupelStart", times: 1},
	{line: "\tb.duration = 0", adds: "\tb.cupelUsed = 0", times: 1},
	{line: "\tb.result = BenchmarkResult{b.N, b.duration, ", adds: "\tb.extra[\"" + unitCPU + "\"] = float64(b.cupelUsed) / float64(b.N)", above: true, times: 1},
}

// withCPU is benchmark.go of package testing with a clock of CPU time.
func withCPU(source string) (string, error) {
	seen := make([]int, len(cpuEdits))
	var out strings.Builder
	for line := range strings.Lines(source) {
		above, below := "", ""
		for i, e := range cpuEdits {
			if !strings.HasPrefix(line, e.line) {
				continue
			}
			seen[i]++
			if e.above {
				above = e.adds + "\n"
			} else {
				below = e.adds + "\n"
			}
		}
		out.WriteString(above + line + below)
	}
	for i, e := range cpuEdits {
		if seen[i] != e.times {
			return "", fmt.Errorf("package testing has %q %d times, and not %d", strings.TrimSpace(e.line), seen[i], e.times)
		}
	}
	return out.String() + clockCPU, nil
}

// A goClock is how builds get a package testing that reads CPU time. GOROOT is a link to the real one, as the go command
// replaces no files in the module cache, where toolchains lie.
type goClock struct {
	command string // the go command
	env     []string
	flag    string
}

// golang is a go command of the arm with that clock, or without it where there is none.
func (c *goClock) golang(a *goArm) (*goArm, []string) {
	if c == nil {
		return a, nil
	}
	with := *a
	with.command, with.env = c.command, slices.Concat(a.env, c.env)
	return &with, []string{c.flag}
}

// overlay makes builds of an arm use a package testing that reads CPU time, or says why they do not.
func (b *goBuilder) overlay(a *goArm, flags string) error {
	if strings.Contains(flags, "-overlay") {
		return errors.New("GOFLAGS has an overlay of its own")
	}
	if runtime.GOOS == "windows" {
		return errors.New("on Windows there is no getrusage")
	}
	source, err := os.ReadFile(filepath.Join(a.goroot, "src", "testing", "benchmark.go"))
	if err != nil {
		return err
	}
	text, err := withCPU(string(source))
	if err != nil {
		return err
	}
	at, err := os.MkdirTemp(b.session.Temp(), "testing-")
	if err != nil {
		return err
	}
	link, edited := filepath.Join(at, "goroot"), filepath.Join(at, "benchmark.go")
	if err := errors.Join(os.Symlink(a.goroot, link), os.WriteFile(edited, []byte(text), 0o644)); err != nil {
		return err
	}
	data, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(link, "src", "testing", "benchmark.go"): edited}})
	if err != nil {
		return err
	}
	file := filepath.Join(at, "overlay.json")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return err
	}
	a.clock = &goClock{command: filepath.Join(link, "bin", "go"), env: []string{"GOROOT=" + link, "GOTOOLCHAIN=local"}, flag: "-overlay=" + file}
	return nil
}

// clocks gives all arms a clock of CPU time, or none where one cannot have it.
func (b *goBuilder) clocks() {
	for _, a := range b.arms {
		if err := b.overlay(a, a.goflags); err != nil {
			b.note("CPU time is not measured: " + a.about.Name + ": " + err.Error())
			for _, a := range b.arms {
				a.clock = nil
			}
			return
		}
	}
}
