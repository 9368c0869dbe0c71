package probe

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/ptrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// patience is far beyond what any of the programs takes.
const patience = 100 * time.Second

// variant is a way to build a program.
type variant struct {
	name string
	args []string // of go build
	cgo  bool
}

var variants = []variant{
	{name: "stripped", args: []string{"-ldflags=-s -w"}},
	{name: "pie", args: []string{"-ldflags=-s -w", "-buildmode=pie"}},
	{name: "cgo", args: []string{"-ldflags=-s -w"}, cgo: true},
}

// toolchains are the Go versions to test: CUPEL_TEST_GO, or the one that runs the test.
func toolchains() []string {
	if list := os.Getenv("CUPEL_TEST_GO"); list != "" {
		return strings.Split(list, ",")
	}
	return []string{"local"}
}

// prebuilt is where the programs are, built before: the user who runs the test may have no go command.
const prebuilt = "CUPEL_TEST_PROGRAMS"

// build makes the program in a folder of testdata and returns the executable.
func build(t testing.TB, program, toolchain string, v variant, env ...string) string {
	t.Helper()
	dir := os.Getenv(prebuilt)
	name := strings.Join(append([]string{program, toolchain, v.name}, env...), "-")
	if dir != "" {
		if bin := filepath.Join(dir, name); unix.Access(bin, unix.X_OK) == nil {
			return bin
		}
	} else {
		dir = t.TempDir()
	}
	if testing.Short() {
		t.Skip("builds programs")
	}
	env = append(env, "CGO_ENABLED=0")
	if v.cgo {
		if _, err := exec.LookPath("gcc"); err != nil {
			t.Skip(err)
		}
		env = append(env, "CGO_ENABLED=1")
	}
	bin := filepath.Join(dir, name)
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"build", "-o", bin}, append(v.args, ".")...)...)
	cmd.Dir = filepath.Join("testdata", program)
	cmd.Env = append(os.Environ(), append(env, "GOFLAGS=-buildvcs=false", "GOWORK=off", "GOTOOLCHAIN="+toolchain)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build of %s: %v\n%s", v.name, err, out)
	}
	return bin
}

// open looks at an executable until the end of the test.
func open(t testing.TB, bin string, integrity bool) *Program {
	t.Helper()
	p, err := Open(bin, integrity)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// A sight is one run of a program as it was seen.
type sight struct {
	*Watch
	kernel  *bpf.Collector // nil: there are breakpoints
	sampler *Sampler       // nil: nobody samples
	text    string         // of the events
	line    *timeline.Timeline
	state   *os.ProcessState
	out     string
}

// way is how a program is watched.
type way string

const (
	breakpoints way = "breakpoints"
	uprobes     way = "uprobes"
	sampled     way = "breakpoints and samples"
)

// available skips the test if the machine does not allow this way.
func (w way) available(t testing.TB) {
	t.Helper()
	err := ptrace.Available()
	if w == uprobes {
		err = errors.Join(err, bpf.Available())
	}
	if err != nil {
		t.Skip(err)
	}
}

// watch runs a program under a tracer. Its argument list is split at spaces; env is added to ours.
func watch(t testing.TB, p *Program, w way, bin, args string, env ...string) *sight {
	t.Helper()
	w.available(t)
	s := &sight{}
	if w == uprobes {
		var err error
		if s.kernel, err = bpf.Open(); err != nil {
			t.Fatal(err)
		}
	}
	tracer := &ptrace.Tracer{}
	done := make(chan error)
	started := make(chan int, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: what is left of it dies with the thread
		done <- s.run(p, tracer, w == sampled, bin, strings.Fields(args), env, started)
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("%s: %v", args, err)
		}
	case <-time.After(patience):
		unix.Kill(<-started, unix.SIGKILL)
		t.Fatalf("%s: it hangs: %v", args, <-done)
	}
	s.finish(t)
	s.read(t, p)
	return s
}

// finish takes in what is on its way, and puts it in order.
func (s *sight) finish(t testing.TB) {
	t.Helper()
	if s.kernel == nil {
		s.Finish(0)
		return
	}
	lost, since, err := s.kernel.Lost()
	if err := errors.Join(err, s.kernel.Close()); err != nil || lost > 0 {
		t.Errorf("%d hits lost: %v", lost, err)
	}
	s.Finish(since)
}

func (s *sight) run(p *Program, tracer *ptrace.Tracer, sample bool, bin string, args, env []string, started chan<- int) error {
	out, stdout, err := os.Pipe()
	if err != nil {
		return err
	}
	defer out.Close()
	proc, err := os.StartProcess(bin, append([]string{bin}, args...), &os.ProcAttr{
		Env: append(os.Environ(), env...), Files: []*os.File{nil, stdout, stdout}, Sys: &unix.SysProcAttr{Ptrace: true},
	})
	stdout.Close()
	if err != nil {
		return err
	}
	started <- proc.Pid
	var unset error
	tracer.Exec = func(process *ptrace.Process) {
		if s.Watch != nil { // it has replaced its program
			if s.sampler != nil {
				s.sampler.Replaced()
			}
			return
		}
		if s.Watch, unset = p.Watch(process, s.kernel); sample && unset == nil {
			s.sampler, unset = s.Sampler(tracer)
		}
	}
	tracer.Exit = func(th *ptrace.Thread, _ int) {
		if s.Watch != nil {
			s.Exit(th)
		}
	}
	tracer.Paused = func(th *ptrace.Thread) {
		if s.Watch != nil {
			s.Paused(th)
		}
	}
	if err := tracer.Run(proc.Pid); err != nil {
		return err
	}
	if s.state, err = proc.Wait(); err != nil {
		return err
	}
	text, err := io.ReadAll(out)
	s.out = string(text)
	if unset != nil {
		return unset
	}
	return err
}

// read makes the timeline.
func (s *sight) read(t testing.TB, p *Program) {
	t.Helper()
	var b bytes.Buffer
	if err := s.Events.Write(&b, p.File().Frames); err != nil {
		t.Fatal(err)
	}
	s.text = b.String()
	var err error
	if s.line, err = goevent.Read(s.text, nil); err != nil {
		t.Fatal(err)
	}
}

// ran returns the goroutine that a thread ran at an instant.
func (s *sight) ran(t testing.TB, thread, at int64) (g int64) {
	t.Helper()
	var q timeline.Inquiry
	q.Ask(thread, at, &g)
	if _, err := goevent.Read(s.text, &q); err != nil {
		t.Fatal(err)
	}
	return g
}

// goroutine returns the one with that first function.
func (s *sight) goroutine(t testing.TB, entry string) *timeline.Goroutine {
	t.Helper()
	for _, g := range s.line.Goroutines {
		if g.Entry == entry {
			return g
		}
	}
	t.Fatalf("no goroutine began with %s", entry)
	return nil
}

// lineOf returns the number of the first line of a file in testdata/life that contains a text.
func lineOf(t testing.TB, file, text string) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/life", file))
	before, _, found := strings.Cut(string(b), text)
	if err != nil || !found {
		t.Fatalf("no %q in %s: %v", text, file, err)
	}
	return strings.Count(before, "\n") + 1
}
