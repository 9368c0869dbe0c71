package deps

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// BenchmarkGoList runs `cupel deps --json ./...` in turns with `go list -deps -json ./...`, whole and with the fields limited
// to what a graph needs, in the folder that CUPEL_BENCH_DIR names. What is printed are medians: of CPU
// and wall times, and of their ratios to those of cupel in the same turn; with -benchtime 9x there are nine turns.
func BenchmarkGoList(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "cupel")
	build := exec.Command("go", "build", "-o", bin, "../cmd/cupel")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as docs/recipes.md installs it
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("building cupel: %v\n%s", err, out)
	}
	arms := []struct {
		name string
		args []string
	}{
		{"cupel", []string{bin, "deps", "--json", "./..."}},
		{"all", []string{bin, "deps", "--json", "--all", "--tests", "./..."}},
		{"full", []string{"go", "list", "-e", "-deps", "-json", "./..."}},
		{"limited", []string{"go", "list", "-e", "-deps", "-json=ImportPath,Imports,Module", "./..."}},
	}
	var cpu, wall [4][]float64
	var memory int64
	for i := 0; b.Loop(); i++ {
		for k := range arms {
			k = (k + i) % len(arms)
			c, w, rss := spent(b, arms[k].args)
			cpu[k], wall[k] = append(cpu[k], c.Seconds()), append(wall[k], w.Seconds())
			if k == 0 {
				memory = max(memory, rss)
			}
		}
	}
	for k, arm := range arms {
		b.ReportMetric(1000*median(cpu[k]), arm.name+"-cpu-ms")
		b.ReportMetric(1000*median(wall[k]), arm.name+"-wall-ms")
		if k > 0 {
			b.ReportMetric(medianRatio(cpu[k], cpu[0]), arm.name+"/cupel-cpu")
			b.ReportMetric(medianRatio(wall[k], wall[0]), arm.name+"/cupel-wall")
		}
	}
	b.ReportMetric(float64(memory), "cupel-max-rss-KiB")
}

func median(all []float64) float64 {
	all = slices.Clone(all)
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// medianRatio is the median of the ratios of runs made in the same turn.
func medianRatio(over, under []float64) float64 {
	ratios := make([]float64, len(over))
	for i := range over {
		ratios[i] = over[i] / under[i]
	}
	return median(ratios)
}

// spent runs a command, and returns its CPU time with that of its children, its wall time and its largest resident set in KiB.
func spent(b *testing.B, args []string) (cpu, wall time.Duration, rss int64) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = benchDir()
	cmd.Env = append(os.Environ(), "GOPROXY=off")
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%q: %v", args, err)
	}
	wall = time.Since(begin)
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall, maxRSS(cmd.ProcessState)
}

func maxRSS(s *os.ProcessState) int64 {
	if usage, ok := s.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}
