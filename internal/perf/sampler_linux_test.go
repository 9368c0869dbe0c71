package perf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/timeline"
	"golang.org/x/sys/unix"
)

// helperKey selects, in the environment of this test binary, the program that it plays.
const helperKey = "PERF_HELPER"

func TestMain(m *testing.M) {
	switch os.Getenv(helperKey) {
	case "burn":
		burn(os.Args[1])
	case "exec":
		must(os.Setenv(helperKey, "burn"))
		must(syscall.Exec(os.Args[0], os.Args, os.Environ()))
	case "nothing":
	case "work":
		fmt.Print(burnSeventy(workUnit))
	default:
		os.Exit(m.Run())
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(9)
	}
}

const workUnit = 30_000_000 // steps, each of about a nanosecond

// burn does a fixed amount of work, 70 % of it in burnSeventy, on one thread. FILE gets the thread
// and the instants before, between and after.
func burn(file string) {
	runtime.LockOSThread()
	t0 := experiment.Monotonic()
	sum := burnSeventy(workUnit)
	t1 := experiment.Monotonic()
	sum += burnThirty(workUnit)
	t2 := experiment.Monotonic()
	must(os.WriteFile(file, fmt.Appendln(nil, unix.Gettid(), t0, t1, t2, sum), 0o644))
}

// burnSeventy works in a function without a frame, which hides it from frame pointers.
//
//go:noinline
func burnSeventy(n uint64) uint64 { return steps(7*n) + 1 }

//go:noinline
func burnThirty(n uint64) uint64 {
	x := n
	for range 3 * n {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x + 1
}

//go:noinline
func steps(n uint64) uint64 {
	x := n
	for range n {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

func needPerf(t testing.TB) {
	t.Helper()
	if err := Available(); err != nil {
		t.Skip(err)
	}
}

// sample runs a program of this test binary and samples it.
func sample(t testing.TB, s *experiment.Session, helper string, hz int, args ...string) (experiment.Run, *Recording) {
	t.Helper()
	var sampler *Sampler
	c := command(helper, args...)
	c.Stopped = func(pid int) (err error) {
		sampler, err = Open(pid, hz)
		return err
	}
	r := start(t, s, c)
	if sampler == nil {
		t.Fatalf("run %+v: not sampled", r)
	}
	rec, err := sampler.Stop()
	if err != nil {
		t.Fatal(err)
	}
	return r, rec
}

func command(helper string, args ...string) experiment.Command {
	return experiment.Command{
		Path: os.Args[0], Args: args, Env: append(os.Environ(), helperKey+"="+helper),
	}
}

func start(t testing.TB, s *experiment.Session, c experiment.Command) experiment.Run {
	t.Helper()
	r, err := s.Run(context.Background(), c, experiment.Ready{Kind: experiment.Exit})
	if err != nil || !r.Good() {
		t.Fatalf("Run = %+v, %v", r, err)
	}
	return r
}

func newSession(t testing.TB) *experiment.Session {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	s, err := experiment.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// here returns the frames of this test binary, which is also the program that is sampled.
func here(pc uint64) []timeline.Frame {
	var list []timeline.Frame
	// CallersFrames takes return addresses, and expands what is inlined.
	frames := runtime.CallersFrames([]uintptr{uintptr(pc) + 1})
	for {
		f, more := frames.Next()
		if f.Function != "" {
			list = append(list, timeline.Frame{Func: f.Function, File: f.File, Line: f.Line, PC: pc})
		}
		if !more {
			return list
		}
	}
}

// there is here for a recording's file addresses: this binary may itself lie elsewhere than its
// file says.
func there(t testing.TB) func(pc uint64) []timeline.Frame {
	img, err := openImage(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	defer img.close()
	bias := img.bias
	return func(pc uint64) []timeline.Frame { return here(pc + bias) }
}

func profile(t testing.TB, rec *Recording) *Profile {
	t.Helper()
	var file bytes.Buffer
	if err := rec.Write(&file, there(t)); err != nil {
		t.Fatal(err)
	}
	p, err := Read(file.String())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Samples) != len(rec.Samples) || len(p.Switches) != len(rec.Switches) || stacks(p) != len(rec.Stacks) {
		t.Fatalf("read %d samples, %d switches, %d stacks; recorded %d, %d, %d", len(p.Samples),
			len(p.Switches), stacks(p), len(rec.Samples), len(rec.Switches), len(rec.Stacks))
	}
	return p
}

// stacks counts the stacks of samples.
func stacks(p *Profile) int {
	all := map[*timeline.Stack]bool{}
	for _, s := range p.Samples {
		all[s.Stack] = true
	}
	return len(all)
}

const pkg = "github.com/cupelgo/cupel/internal/perf."

// times is what burn wrote.
type times struct{ tid, from, middle, to int64 }

func readTimes(t testing.TB, file string) (b times) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(string(text), &b.tid, &b.from, &b.middle, &b.to); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSample(t *testing.T) {
	needPerf(t)
	s := newSession(t)
	file := filepath.Join(s.Temp(), "times")
	before := experiment.Monotonic()
	run, rec := sample(t, s, "burn", 10_000, file)
	after := experiment.Monotonic()
	p, b := profile(t, rec), readTimes(t, file)
	var seventy, thirty, late, other int
	for i, sample := range p.Samples {
		if sample.Time < before || sample.Time > after {
			t.Fatalf("sample at %d, outside of the run from %d to %d", sample.Time, before, after)
		}
		in70, in30 := sample.Stack.Has(pkg+"burnSeventy"), sample.Stack.Has(pkg+"burnThirty")
		switch {
		case in70 && (sample.Time < b.from || sample.Time > b.middle),
			in30 && (sample.Time < b.middle || sample.Time > b.to):
			late++
		case (in70 || in30) && p.Threads[i] != int32(b.tid):
			other++
		case in70:
			seventy++
		case in30:
			thirty++
		}
	}
	if late+other > 0 {
		t.Errorf("%d samples out of their time, %d on other threads than %d", late, other, b.tid)
	}
	// By far most of the samples are of these two, and each of them has a chain down to main.
	sum := seventy + thirty
	if sum < 100 || sum < len(p.Samples)*8/10 {
		t.Errorf("%d samples of %d are of the work", sum, len(p.Samples))
	}
	if share := float64(seventy) / float64(sum); share < 0.6 || share > 0.8 {
		t.Errorf("share of burnSeventy = %.3f (%d of %d), want 0.7", share, seventy, sum)
	}
	for _, sample := range p.Samples {
		if sample.Stack.Has(pkg+"burnSeventy") && !sample.Stack.Has("main.main") {
			t.Errorf("stack without main: %v", sample.Stack.Frames())
			break
		}
	}
	checkSwitches(t, p)
	t.Logf("%d samples, %d stacks, %d switches in %.3f s of CPU: %.0f per second; lost %d, throttled %d",
		len(p.Samples), stacks(p), len(p.Switches), run.CPU, float64(len(p.Samples))/run.CPU, p.Lost, p.Throttled)
}

// checkSwitches wants each thread to get and lose CPUs in turn, and samples only while it had one.
func checkSwitches(t *testing.T, p *Profile) {
	t.Helper()
	if p.Lost > 0 {
		t.Logf("%d records lost", p.Lost)
		return
	}
	last := map[int32]Switch{}
	for _, s := range p.Switches {
		if before, ok := last[s.TID]; ok && before.Out == s.Out {
			t.Errorf("switches %+v and %+v follow each other", before, s)
		}
		if last[s.TID] = s; s.Preempted && !s.Out {
			t.Errorf("preempted, but not out: %+v", s)
		}
	}
	if len(last) == 0 {
		t.Error("no switches")
	}
	for _, thread := range p.Threads {
		if _, ok := last[thread]; !ok {
			t.Errorf("thread %d has samples and no switches", thread)
			break
		}
	}
}

// TestUnprivileged runs TestSample as a user without any privileges.
func TestUnprivileged(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "perf")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "perf.test")
	copyFile(t, program)
	if err := errors.Join(os.Chmod(dir, 0o755), os.Chown(dir, nobody, nobody)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.run=^(TestSample|TestNothingLeaks)$", "-test.v")
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("as user %d: %v\n%s", nobody, err, out)
	}
	if Available() == nil && look().paranoid <= 2 && bytes.Contains(out, []byte("--- SKIP")) {
		t.Errorf("as user %d:\n%s", nobody, out)
	}
	t.Logf("%s", out)
}

// TestTimeNamespace runs TestSample where CLOCK_MONOTONIC is not that of the kernel's records.
func TestTimeNamespace(t *testing.T) {
	needPerf(t)
	unshare, err := exec.LookPath("unshare")
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(unshare, "--time", "--monotonic", "1000", os.Args[0], "-test.run=^TestSample$", "-test.v")
	out, err := cmd.CombinedOutput()
	if !bytes.Contains(out, []byte("RUN   TestSample")) {
		t.Skipf("making a time namespace: %v: %s", err, out)
	}
	if err != nil {
		t.Errorf("in a time namespace: %v\n%s", err, out)
	}
}

func copyFile(t *testing.T, to string) {
	t.Helper()
	from, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	f, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(f, from); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestReplaced samples a program that replaces itself by another: samples end there.
func TestReplaced(t *testing.T) {
	needPerf(t)
	s := newSession(t)
	file := filepath.Join(s.Temp(), "times")
	_, rec := sample(t, s, "exec", 10_000, file)
	b := readTimes(t, file)
	if rec.Replaced == 0 || rec.Replaced > b.from {
		t.Errorf("replaced at %d, want an instant before %d", rec.Replaced, b.from)
	}
	if n := len(rec.Samples); n > 0 && rec.Samples[n-1].Time >= rec.Replaced {
		t.Errorf("a sample at %d, after the program was replaced at %d", rec.Samples[n-1].Time, rec.Replaced)
	}
}

func descriptors(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		to, err := os.Readlink("/proc/self/fd/" + e.Name())
		if err == nil {
			list = append(list, to)
		}
	}
	slices.Sort(list)
	return list
}

func mappings(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(b), "[perf_event]")
}

func TestNothingLeaks(t *testing.T) {
	needPerf(t)
	s := newSession(t)
	sample(t, s, "nothing", 1000) // what the runtime opens once is open
	fds, goroutines := descriptors(t), runtime.NumGoroutine()
	for range 5 {
		sample(t, s, "nothing", 10_000)
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > goroutines; {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, before %d", runtime.NumGoroutine(), goroutines)
		}
		time.Sleep(time.Millisecond)
	}
	if after := descriptors(t); !slices.Equal(after, fds) {
		t.Errorf("descriptors %q, before %q", after, fds)
	}
	if n := mappings(t); n > 0 {
		t.Errorf("%d buffers are mapped", n)
	}
}

func TestStopTwice(t *testing.T) {
	needPerf(t)
	sampler, err := Open(os.Getpid(), 100) // of a running process only this thread is sampled
	if err != nil {
		t.Fatal(err)
	}
	first, err := sampler.Stop()
	if err != nil || first == nil {
		t.Fatal(first, err)
	}
	if second, err := sampler.Stop(); err != nil || second != first {
		t.Errorf("second Stop = %p, %v; want %p", second, err, first)
	}
}

func TestOpenFails(t *testing.T) {
	before := descriptors(t)
	for _, hz := range []int{0, -1, MaxHz + 1} {
		if _, err := Open(os.Getpid(), hz); err == nil {
			t.Errorf("Open at %d Hz succeeded", hz)
		}
	}
	if _, err := Open(1<<22+1, 1000); !errors.Is(err, os.ErrNotExist) { // above the highest pid
		t.Errorf("Open of no process = %v", err)
	}
	if after := descriptors(t); !slices.Equal(after, before) {
		t.Errorf("descriptors %q, before %q", after, before)
	}
}
