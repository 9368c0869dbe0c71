package host

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/stats"
)

// The cost of a moment is what watching takes from a machine ten times a second.
func BenchmarkMoment(b *testing.B) {
	g := &Gate{began: time.Now(), frequencies: frequencies()}
	b.ReportAllocs()
	for b.Loop() {
		g.moment()
	}
}

// What a start of a small program is like beside busy loops, from which the limits of fitness were chosen: A/A of its
// wall time, 60 pairs in turns, and what the gate saw of it. The figures are in docs/statistics.md.
func BenchmarkFitness(b *testing.B) {
	program := filepath.Join(b.TempDir(), "starts")
	if out, err := exec.Command("go", "build", "-o", program, "./testdata/starts").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	for _, work := range []int{1, 4} {
		for _, load := range []struct{ loops, nice int }{{0, 0}, {1, 0}, {2, 0}, {4, 0}, {2, 19}} {
			b.Run(fmt.Sprintf("goroutines=%d/loops=%d/nice=%d", work, load.loops, load.nice), func(b *testing.B) {
				beside(b, load.loops, load.nice)
				for b.Loop() {
					judged(b, program, work)
				}
			})
		}
	}
}

// beside makes the machine busy until the benchmark ends.
func beside(b *testing.B, loops, nice int) {
	for range loops {
		cmd := exec.CommandContext(b.Context(), "nice", "-n", strconv.Itoa(nice), "sh", "-c", "while :; do :; done")
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { cmd.Wait() }) // its context has ended it
	}
}

// judged makes an A/A of starts behind a gate, and reports what came of it.
func judged(b *testing.B, program string, work int) {
	g, err := OpenGate(b.Context(), Fingerprint(""))
	if err != nil {
		b.Fatal(err)
	}
	defer g.Close()
	var a, again []float64
	for range 30 {
		s := [4]float64{start(b, g, program, work), start(b, g, program, work), start(b, g, program, work), start(b, g, program, work)}
		g.Spin()
		if rand.IntN(2) == 0 {
			a, again = append(a, s[0], s[3]), append(again, s[1], s[2])
		} else {
			a, again = append(a, s[1], s[2]), append(again, s[0], s[3])
		}
	}
	ratio, lo, hi, _ := stats.PairedRatio(a, again)
	b.ReportMetric(ratio, "A/A")
	b.ReportMetric(math.Max(hi, 1/lo)-1, "±")
	b.ReportMetric(one(lo > 1 || hi < 1), "wrong")
	b.ReportMetric(1e3*stats.Median(append(a, again...)), "ms")
	tell(b, g)
}

func start(b *testing.B, g *Gate, program string, work int) float64 {
	cmd := exec.Command(program, strconv.Itoa(work))
	began := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	wall := time.Since(began).Seconds()
	r := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	g.Add(Used{wall, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), int64(r.Nivcsw)})
	return wall
}

// tell reports what the gate saw, as shares.
func tell(b *testing.B, g *Gate) {
	r := g.Read()
	w := watch(r)
	b.ReportMetric(*w.before.lost(), "lost-before")
	b.ReportMetric(math.Max(w.before.hi, 1/w.before.lo)-1, "±spins")
	b.ReportMetric(*w.during.lost(), "lost-during")
	b.ReportMetric(*w.pressure, "pressure")
	b.ReportMetric(*w.others, "others")
	forced, cpu := 0.0, 0.0
	for _, u := range r.Runs {
		forced, cpu = forced+float64(u.Switches), cpu+u.CPU
	}
	b.ReportMetric(forced/cpu, "switches/cpu-s")
	b.ReportMetric(one(JudgeFitness(r).Unfit != ""), "unfit")
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
