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

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/stats"
)

// The cost of a moment is what watching takes from a machine ten times a second.
func BenchmarkMoment(b *testing.B) {
	g := &Gate{began: time.Now(), frequencies: frequencies()}
	b.ReportAllocs()
	before := ownCPU()
	for b.Loop() {
		g.moment()
	}
	b.ReportMetric(1e9*(*ownCPU()-*before)/float64(b.N), "cpu-ns/op")
}

// What starts of a small program are like beside two others that use a share of a CPU each, from which the limits of
// fitness were chosen: A/A of their wall time, 60 pairs in turns, and what the gate saw. The figures are in
// docs/statistics.md. Whatever else the machine does must not disturb, so it wants real-time priority:
//
//	chrt -f 1 go test ./internal/host -run - -bench Fitness -benchtime 1x
func BenchmarkFitness(b *testing.B) {
	if attr, err := unix.SchedGetAttr(0, 0); err != nil || attr.Policy != unix.SCHED_FIFO {
		b.Skip("without real-time priority, other work on the machine is measured: chrt -f 1 go test …")
	}
	program := filepath.Join(b.TempDir(), "starts")
	if out, err := exec.Command("go", "build", "-o", program, "./testdata/starts").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	for _, goroutines := range []int{1, 4} {
		for _, busy := range []int{0, 10, 15, 20, 25, 30, 40, 60} {
			b.Run(fmt.Sprintf("goroutines=%d/busy=%d", goroutines, busy), func(b *testing.B) {
				beside(b, program, busy)
				for b.Loop() {
					judged(b, program, goroutines)
				}
			})
		}
	}
}

// beside uses a percentage of two CPUs until the benchmark ends, before whom it measures.
func beside(b *testing.B, program string, percent int) {
	for range 2 {
		if percent == 0 {
			return
		}
		cmd := exec.CommandContext(b.Context(), "chrt", "-f", "2", program, "busy", strconv.Itoa(percent))
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
	r := stats.Ratio(a, again, level)
	b.ReportMetric(r.Value, "A/A")
	b.ReportMetric(math.Max(r.Hi, 1/r.Lo)-1, "±")
	b.ReportMetric(one(r.Lo > 1 || r.Hi < 1), "wrong")
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
