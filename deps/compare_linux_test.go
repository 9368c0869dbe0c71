package deps

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkGoList runs `cupel deps --json ./...` in turns with `go list -deps -json ./...`, whole and with the fields limited
// to what a graph needs, in the folder that CUPEL_BENCH_DIR names. What is printed are CPU times, and ratios of CPU
// and of wall time to those of cupel; with -benchtime 9x each is run nine times.
func BenchmarkGoList(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "cupel")
	if out, err := exec.Command("go", "build", "-o", bin, "../cmd/cupel").CombinedOutput(); err != nil {
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
	var cpu, wall [4]time.Duration
	var memory int64
	for i := 0; b.Loop(); i++ {
		for k := range arms {
			k = (k + i) % len(arms)
			c, w, rss := spent(b, arms[k].args)
			cpu[k], wall[k] = cpu[k]+c, wall[k]+w
			if k == 0 {
				memory = max(memory, rss)
			}
		}
	}
	for k, arm := range arms {
		b.ReportMetric(float64(cpu[k].Microseconds())/1000/float64(b.N), arm.name+"-cpu-ms")
		b.ReportMetric(float64(wall[k].Microseconds())/1000/float64(b.N), arm.name+"-wall-ms")
		if k > 0 {
			b.ReportMetric(float64(cpu[k])/float64(cpu[0]), arm.name+"/cupel-cpu")
			b.ReportMetric(float64(wall[k])/float64(wall[0]), arm.name+"/cupel-wall")
		}
	}
	b.ReportMetric(float64(memory), "cupel-max-rss-KiB")
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
