package ptrace

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/gobin"
	"golang.org/x/sys/unix"
)

// patience is far beyond what any of the programs takes.
const patience = 100 * time.Second

// run is a program that is being traced.
type run struct {
	t      testing.TB
	tracer *Tracer
	pid    int
	in     *os.File // the program's stdin
	lines  chan string
	state  *os.ProcessState
	done   chan struct{}
}

// trace plays a helper and returns when it has ended, with what it wrote.
func trace(t testing.TB, tracer *Tracer, name string, args ...string) (string, *os.ProcessState) {
	t.Helper()
	r := start(t, tracer, name, args...)
	return r.rest(), r.state
}

// start plays a helper under a tracer, on a thread of its own.
func start(t testing.TB, tracer *Tracer, name string, args ...string) *run {
	t.Helper()
	if err := Available(); err != nil {
		t.Skip(err)
	}
	r := &run{t: t, tracer: tracer, lines: make(chan string, 1000), done: make(chan struct{})}
	begun := make(chan error)
	go r.trace(name, args, begun)
	if err := <-begun; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		unix.Kill(r.pid, unix.SIGKILL) // if it has ended its number is not used again this soon
		r.end()
	})
	return r
}

func (r *run) trace(name string, args []string, begun chan<- error) {
	defer close(r.done)
	runtime.LockOSThread() // never unlocked: what is left of it dies with the thread
	stdin, in, _ := os.Pipe()
	out, stdout, err := os.Pipe()
	if err != nil {
		begun <- err
		return
	}
	r.in = in
	proc, err := os.StartProcess(os.Args[0], append([]string{"x"}, args...), &os.ProcAttr{
		Env:   append(os.Environ(), helperKey+"="+name),
		Files: []*os.File{stdin, stdout, stdout},
		Sys:   &unix.SysProcAttr{Ptrace: true, Setpgid: true},
	})
	stdin.Close()
	stdout.Close()
	if err != nil {
		begun <- err
		return
	}
	r.pid = proc.Pid
	go r.collect(out)
	begun <- nil
	if err := r.tracer.Run(r.pid); err != nil {
		r.t.Errorf("Run = %v", err)
	}
	if r.state, err = proc.Wait(); err != nil {
		r.t.Errorf("waiting after Run: %v", err)
	}
}

func (r *run) collect(out *os.File) {
	defer close(r.lines)
	defer out.Close()
	b, _ := io.ReadAll(out)
	for line := range strings.Lines(string(b)) {
		r.lines <- line
	}
}

// end waits for the end of the program.
func (r *run) end() {
	r.t.Helper()
	r.in.Close()
	select {
	case <-r.done:
	case <-time.After(patience):
		buf := make([]byte, 1<<20)
		r.t.Fatalf("the tracer hangs\n%s%s", threadsOf(r.pid), buf[:runtime.Stack(buf, true)])
	}
}

// rest returns what the program wrote, once it has ended.
func (r *run) rest() string {
	r.t.Helper()
	r.end()
	var all strings.Builder
	for line := range r.lines {
		all.WriteString(line)
	}
	return all.String()
}

// threadsOf describes the threads of a process.
func threadsOf(pid int) string {
	var all strings.Builder
	entries, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, e := range entries {
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/stat", pid, e.Name()))
		fmt.Fprintf(&all, "%.60s\n", stat)
	}
	return all.String()
}

var executable = sync.OnceValues(func() (*gobin.File, error) { return gobin.Open(os.Args[0]) })

// address returns that of a function of this package.
func address(t testing.TB, name string) uint64 {
	t.Helper()
	f, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	fn, ok := f.Lookup("github.com/cupelgo/cupel/internal/ptrace." + name)
	if !ok || f.PIE() {
		t.Fatalf("%s: found %t, PIE %t", name, ok, f.PIE())
	}
	return fn.Entry
}

// push returns the address of the push %rbp that follows a function's look at its stack.
func push(t testing.TB, name string) uint64 {
	t.Helper()
	var code [16]byte
	entry := address(t, name)
	self, err := os.Open("/proc/self/mem") // the same program, at the same addresses
	if err != nil {
		t.Fatal(err)
	}
	defer self.Close()
	self.ReadAt(code[:], int64(entry))
	i := bytes.IndexByte(code[:], 0x55)
	if i < 0 {
		t.Errorf("%s begins with % x", name, code)
	}
	return entry + uint64(i)
}

// set sets a breakpoint that must be possible.
func set(t testing.TB, p *Process, addr uint64, b *Breakpoint) {
	if err := p.Break(addr, b); err != nil {
		t.Errorf("process %d: %v", p.PID, err)
	}
}

// alive reports whether a process exists that has not ended.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return err == nil && len(rest) > 0 && rest[0] != 'Z' && rest[0] != 'X'
}

// tracerOf returns the pid of a process's tracer; 0: none.
func tracerOf(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	return field(status, "\nTracerPid:\t")
}

// eventually waits until a condition holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for limit := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("%s: not within %s", what, patience)
		}
	}
}
