package experiment

import (
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
	"unsafe"

	"github.com/cupelgo/cupel/internal/ptrace"
	"golang.org/x/sys/unix"
)

// observed is c with a hook that notes how the program stood and fails with err.
func observed(t *testing.T, c Command, states *[]string, err error) Command {
	c.Stopped = func(pid int) error {
		p, statErr := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if statErr != nil {
			t.Error(statErr)
		}
		*states = append(*states, strings.Fields(string(p))[2])
		if exe, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); exe != c.Path {
			t.Errorf("at the stop the process runs %s, want %s", exe, c.Path)
		}
		return err
	}
	return c
}

func TestStopped(t *testing.T) {
	s := newTestSession(t)
	file := filepath.Join(s.Temp(), "tracer")
	for _, tt := range []struct {
		name    string
		c       Command
		hook    error
		warning string
		want    string
	}{
		{"goes on", helper("tracer", file), nil, "", OutcomeExited},
		{"ends at once", helper("exit", "3"), nil, "", OutcomeCrashed},
		{"kills itself", helper("die"), nil, "", OutcomeCrashed},
		{"hook fails", helper("tracer", file), errors.New("no perf"), "no perf", OutcomeExited},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var states []string
			r := run(t, s, observed(t, tt.c, &states, tt.hook), "exit")
			if r.Outcome != tt.want {
				t.Errorf("run %+v, want outcome %s", r, tt.want)
			}
			if len(states) != 1 || states[0] != "t" { // tracing stop
				t.Errorf("states at the stop %q, want one t", states)
			}
			if r.Stood <= 0 || r.Start >= r.End {
				t.Errorf("stood %d ns, start %d, end %d", r.Stood, r.Start, r.End)
			}
			if tt.warning == "" != (len(r.Warnings) == 0) || !strings.Contains(fmt.Sprint(r.Warnings), tt.warning) {
				t.Errorf("warnings %q, want %q", r.Warnings, tt.warning)
			}
			if r.Outcome == OutcomeExited {
				if by := readInts(t, file)[0]; by != 0 {
					t.Errorf("the program was traced by %d", by)
				}
			}
			assertNothingLeft(t, s)
		})
	}
}

// What the hook takes is not in the time from start to ready.
func TestStoodIsLeftOut(t *testing.T) {
	s := newTestSession(t)
	c := helper("nothing")
	var called, returned int64
	c.Stopped = func(int) error {
		called = Monotonic()
		pause(20 * time.Millisecond)
		returned = Monotonic()
		return nil
	}
	before := Monotonic()
	r := run(t, s, c, "exit")
	if r.Stood < returned-called {
		t.Errorf("stood %d ns, but the hook took %d", r.Stood, returned-called)
	}
	if fork := r.Start - r.Stood; fork < before || fork > called {
		t.Errorf("fork at %d, want it between %d and %d", fork, before, called)
	}
	if r.Ready < returned || r.Ready < r.Start {
		t.Errorf("start %d, ready %d; the hook returned at %d", r.Start, r.Ready, returned)
	}
}

func TestKilledAtTheStop(t *testing.T) {
	s := newTestSession(t)
	c := helper("nothing")
	c.Stopped = func(pid int) error { return syscall.Kill(pid, syscall.SIGKILL) }
	if r := run(t, s, c, "exit"); r.Outcome != OutcomeCrashed || r.Signal != "SIGKILL" {
		t.Errorf("run %+v, want it killed", r)
	}
}

func TestStoppedStartFails(t *testing.T) {
	s := newTestSession(t)
	c := Command{Path: filepath.Join(s.Temp(), "missing")}
	c.Stopped = func(int) error { t.Error("called"); return nil }
	if _, err := s.Run(t.Context(), c, Ready{Kind: Exit}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Run = %v, want that the program does not exist", err)
	}
}

// A signal that arrives while the program stands is not lost.
func TestSignalAtTheStop(t *testing.T) {
	s := newTestSession(t)
	c := helper("sleep")
	c.Stopped = func(pid int) error { return syscall.Kill(pid, syscall.SIGTERM) }
	if r := run(t, s, c, "exit"); r.Outcome != OutcomeCrashed || r.Signal != "SIGTERM" {
		t.Errorf("run %+v, want it ended by SIGTERM", r)
	}
}

// After it was let go another tracer may come: nothing of ours holds the program.
func TestTraceableAfterwards(t *testing.T) {
	s := newTestSession(t)
	c := helper("listen", "tcp", "127.0.0.1:0")
	var pid int
	c.Stopped = func(p int) error { pid = p; return nil }
	c.OnReady = func() {
		// A process of its own: waiting for a child also takes the stops of what one traces.
		tracer := exec.Command(os.Args[0], fmt.Sprint(pid))
		tracer.Env = append(os.Environ(), helperKey+"=seize")
		if out, err := tracer.CombinedOutput(); err != nil {
			t.Errorf("tracing the running program: %v: %s", err, out)
		}
	}
	if r := run(t, s, c, "listen"); !r.Good() || r.Signal != "SIGTERM" {
		t.Errorf("run %+v", r)
	}
}

// A setuid program would lose its privileges: it runs without being stopped.
func TestPrivilegedIsNotStopped(t *testing.T) {
	if ptrace.Privileged() {
		dropTracing(t)
	}
	s := newTestSession(t)
	c := helper("nothing")
	c.Path = filepath.Join(s.Temp(), "program")
	b, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.Path, b, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{os.ModeSetuid, os.ModeSetgid} {
		if err := os.Chmod(c.Path, 0o755|mode); err != nil {
			t.Fatal(err)
		}
		if err := traceable(c); err == nil || !strings.Contains(err.Error(), "setuid") {
			t.Errorf("traceable with mode %s = %v", mode, err)
		}
	}
	c.Stopped = func(int) error { t.Error("called"); return nil }
	called := make(chan struct{})
	s.launch.do(func() { // the launcher's thread has capabilities of its own
		defer close(called)
		if ptrace.Privileged() {
			withoutTracing(t)
		}
	})
	<-called
	r := run(t, s, c, "exit")
	if !r.Good() || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "loses its privileges") {
		t.Errorf("run %+v, want a warning", r)
	}
}

// dropTracing takes CAP_SYS_PTRACE from the thread of the test, which ends with it.
func dropTracing(t *testing.T) {
	runtime.LockOSThread() // never unlocked: the thread is thrown away
	withoutTracing(t)
}

func withoutTracing(t *testing.T) {
	t.Helper()
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData
	if err := unix.Capget(&header, &sets[0]); err != nil {
		t.Error(err)
	}
	sets[0].Effective &^= 1 << unix.CAP_SYS_PTRACE
	if err := unix.Capset(&header, &sets[0]); err != nil {
		t.Error(err)
	}
}

func TestFileCapabilitiesAreNotStopped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "program")
	touch(t, path)
	// Version 2 of the attribute, CAP_NET_BIND_SERVICE permitted; see capabilities(7).
	value := []byte{0, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	if err := unix.Setxattr(path, "security.capability", value, 0); err != nil {
		t.Skipf("giving a file capabilities: %v", err)
	}
	if ptrace.Privileged() {
		dropTracing(t)
	}
	if err := traceable(Command{Path: path}); err == nil || !strings.Contains(err.Error(), "capabilities") {
		t.Errorf("traceable = %v", err)
	}
}

// Where ptrace is refused, as to a program that is traced already (strace -f), the run is plain.
func TestPtraceRefused(t *testing.T) {
	s := newTestSession(t)
	c := helper("nothing")
	c.Stopped = func(int) error { t.Error("called"); return nil }
	s.launch.do(func() { refusePtrace(t) })
	r := run(t, s, c, "exit")
	if !r.Good() || r.Stood != 0 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "with ptrace") {
		t.Errorf("run %+v, want it plain with a warning", r)
	}
}

// refusePtrace installs, on this thread alone, a seccomp filter as that of containers.
func refusePtrace(t *testing.T) {
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}, // the number of the system call
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_PTRACE, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		t.Skip(err)
	}
	if err := prctlFilter(&program); err != nil {
		t.Errorf("installing a seccomp filter: %v", err)
	}
}

// A program that stands at its exec, or is traced, ends with the process that holds it.
func TestHolderKilled(t *testing.T) {
	for _, holder := range []string{"held", "tracing"} {
		t.Run(holder, func(t *testing.T) { testHolderKilled(t, holder) })
	}
}

func testHolderKilled(t *testing.T, holder string) {
	s := newTestSession(t) // this process adopts the orphan
	file := filepath.Join(s.Temp(), "pid")
	cmd := exec.Command(os.Args[0], file)
	cmd.Env = append(os.Environ(), helperKey+"="+holder)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(stdout, make([]byte, len("ready\n"))); err != nil {
		t.Fatal(err)
	}
	target := int(readInts(t, file)[0])
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	for deadline := time.Now().Add(10 * time.Second); alive(target) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if alive(target) {
		t.Error("the program is alive")
	}
	assertGoneChild(t, target)
	sweep(os.TempDir())
}

func prctlFilter(program *unix.SockFprog) error {
	_, _, errno := unix.Syscall(unix.SYS_PRCTL, unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER,
		uintptr(unsafe.Pointer(program)))
	if errno != 0 {
		return errno
	}
	return nil
}

// BenchmarkStop starts a program plainly and with a stop at its exec, in turns: the medians from
// Start to the end, and of what the stop took and Start leaves out.
func BenchmarkStop(b *testing.B) {
	s, err := NewSession()
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var stood, plain, stopped []int64
	once := func(c Command) Run {
		r, err := s.Run(b.Context(), c, Ready{Kind: Exit})
		if err != nil || !r.Good() {
			b.Fatal(err, r)
		}
		return r
	}
	for b.Loop() {
		r := once(helper("nothing"))
		plain = append(plain, r.Ready-r.Start)
		c := helper("nothing")
		c.Stopped = func(int) error { return nil }
		r = once(c)
		stopped = append(stopped, r.Ready-r.Start)
		stood = append(stood, r.Stood)
	}
	b.ReportMetric(median(stood), "stood-ns")
	b.ReportMetric(median(plain), "plain-ns")
	b.ReportMetric(median(stopped), "stopped-ns")
}

func median(list []int64) float64 {
	slices.Sort(list)
	return float64(list[len(list)/2])
}
