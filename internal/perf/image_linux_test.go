package perf

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/cupelgo/cupel/internal/experiment"
)

// TestBias samples executables that the kernel loads where the file says and elsewhere.
func TestBias(t *testing.T) {
	needPerf(t)
	if testing.Short() {
		t.Skip("builds programs")
	}
	s := newSession(t)
	for _, tt := range []struct {
		mode  string
		moved bool
	}{{"exe", false}, {"pie", true}} {
		t.Run(tt.mode, func(t *testing.T) {
			program := filepath.Join(s.Temp(), tt.mode)
			build := exec.Command("go", "build", "-buildmode="+tt.mode, "-o", program, "./testdata/pie")
			build.Env = append(os.Environ(), "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("building: %v\n%s", err, out)
			}
			var sampler *Sampler
			c := experiment.Command{Path: program, Stopped: func(pid int) (err error) {
				sampler, err = Open(pid, 10_000)
				return err
			}}
			start(t, s, c)
			rec, err := sampler.Stop()
			if err != nil {
				t.Fatal(err)
			}
			if tt.moved != (rec.Bias != 0) {
				t.Errorf("bias %#x", rec.Bias)
			}
			busy := inBusy(t, program, rec)
			if n := len(rec.Samples); n < 100 || busy < n*8/10 {
				t.Errorf("%d of %d samples are in main.busy", busy, n)
			}
		})
	}
}

// inBusy counts the samples of main.busy, called by main.main.
func inBusy(t *testing.T, program string, rec *Recording) (n int) {
	t.Helper()
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	symbols, err := f.Symbols()
	if err != nil {
		t.Fatal(err)
	}
	in := func(pc uint64, name string) bool {
		for _, s := range symbols {
			if s.Name == name {
				return pc-rec.Bias-s.Value < s.Size
			}
		}
		return false
	}
	for _, s := range rec.Samples {
		stack := rec.Stacks[s.Stack]
		caller := stack.Beside // main.busy has no frame
		if len(stack.PCs) > 1 && caller == 0 {
			caller = stack.PCs[1]
		}
		if in(stack.PCs[0], "main.busy") && in(caller, "main.main") {
			n++
		}
	}
	return n
}
