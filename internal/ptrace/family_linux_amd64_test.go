package ptrace

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// family counts what the hooks tell of a program with descendants.
type family struct {
	execs, forks, ends []int // pids
	vforks             int   // of forks, those for which the parent waits
	hits               map[int]int
	doomed             bool // processes are killed: breakpoints in them may fail
}

// watch returns a tracer that counts, with a breakpoint that stays on each function.
func (f *family) watch(t *testing.T, names ...string) *Tracer {
	f.hits = map[int]int{}
	return &Tracer{
		Exec: func(p *Process) {
			f.execs = append(f.execs, p.PID)
			for _, name := range names {
				err := p.Break(push(t, name), &Breakpoint{Hit: func(th *Thread) { f.hits[th.Process.PID]++ }})
				if err != nil && !f.doomed {
					t.Errorf("process %d: %v", p.PID, err)
				}
			}
		},
		Forked: func(parent *Thread, child *Process) {
			f.forks = append(f.forks, child.PID)
			if child.Vfork {
				f.vforks++
			}
			if parent.Process.PID != child.Parent {
				t.Errorf("child %d of %d was forked by %d", child.PID, child.Parent, parent.Process.PID)
			}
		},
		Ended: func(p *Process, status unix.WaitStatus) {
			f.ends = append(f.ends, p.PID)
			if !status.Exited() || status.ExitStatus() != 0 {
				t.Errorf("process %d ended with %#x", p.PID, status)
			}
		},
	}
}

// Every descendant is told from its fork to its end, and has breakpoints of its own.
func TestDescendants(t *testing.T) {
	var f family
	_, state := trace(t, f.watch(t, "first"), "parent", "2", "3")
	if len(f.execs) != 13 || !state.Success() {
		t.Fatalf("%d execs, %v", len(f.execs), state)
	}
	f.check(t)
	for _, pid := range f.execs {
		if f.hits[pid] != 1 {
			t.Errorf("%d hits in process %d", f.hits[pid], pid)
		}
	}
}

// check holds that each process was forked before its exec and ended once. Package os forks one more
// process, for a look at what the kernel can do.
func (f *family) check(t *testing.T) {
	t.Helper()
	for _, pid := range f.execs[1:] {
		if !slices.Contains(f.forks, pid) {
			t.Errorf("process %d was not forked", pid)
		}
	}
	slices.Sort(f.forks)
	slices.Sort(f.ends)
	if !slices.Equal(f.forks, f.ends) || len(slices.Compact(f.ends)) != len(f.forks) {
		t.Errorf("forked %d, ended %d", f.forks, f.ends)
	}
}

// Programs are started from four threads at a time, while others hit the parent's breakpoint.
func TestConcurrentDescendants(t *testing.T) {
	var f family
	_, state := trace(t, f.watch(t, "first", "pulse"), "vfork", "5")
	if len(f.execs) != 21 || !state.Success() {
		t.Errorf("%d execs, %v", len(f.execs), state)
	}
	if f.vforks < 20 || f.vforks != len(f.forks) {
		t.Errorf("%d of %d forks were vforks, want all of 20 or more", f.vforks, len(f.forks))
	}
	f.check(t)
	for pid, n := range f.hits {
		if want := 1; n != want && pid != f.execs[0] || pid == f.execs[0] && n != 20 {
			t.Errorf("%d hits in process %d", n, pid)
		}
	}
}

// A child without an exec has copies of its parent's breakpoints.
func TestForkWithoutExec(t *testing.T) {
	hits := map[int]int{}
	once := 0
	tracer := &Tracer{Exec: func(p *Process) {
		set(t, p, push(t, "bare"), &Breakpoint{Hit: func(th *Thread) { hits[th.Process.PID]++ }})
		set(t, p, address(t, "single"), &Breakpoint{Once: true, Hit: func(*Thread) { once++ }})
	}, Forked: func(_ *Thread, child *Process) {
		if child.Vfork {
			t.Errorf("parent of %d does not wait for it", child.PID)
		}
	}}
	out, state := trace(t, tracer, "fork", "5")
	if out != "1\n1\n1\n1\n1\n" || !state.Success() {
		t.Fatalf("the children ended with %q, %v", out, state)
	}
	if len(hits) != 6 || once != 2 {
		t.Errorf("hits by process %v, and %d of what the parent and its first child hit once, want 2", hits, once)
	}
	for pid, n := range hits {
		if n != 1 && n != 5 {
			t.Errorf("%d hits in process %d", n, pid)
		}
	}
}

// An exec by a thread that is not the first gives it the process's number and takes all breakpoints away.
func TestExecOfOneself(t *testing.T) {
	var f family
	_, state := trace(t, f.watch(t, "first", "second"), "become", "3")
	if len(f.execs) != 4 || len(f.forks) != 0 || !state.Success() {
		t.Fatalf("%d execs, %d forks, %v", len(f.execs), len(f.forks), state)
	}
	if pid := f.execs[0]; f.hits[pid] != 5 { // second three times and once more, first
		t.Errorf("%d hits", f.hits[pid])
	}
}

// A child that outlives the program goes on, without a tracer and without breakpoints.
func TestOutlived(t *testing.T) {
	for range 3 {
		var f family
		out, state := trace(t, f.watch(t, "first", "pulse"), "leave", "2")
		if !state.Success() {
			t.Errorf("%v: %s", state, out)
		}
		pids := pidsIn(t, out)
		for _, pid := range pids {
			defer unix.Kill(pid, unix.SIGKILL)
		}
		if len(pids) != 2 {
			t.Errorf("the program wrote %q", out)
		}
		for _, pid := range pids {
			if by := tracerOf(pid); by != 0 || !alive(pid) {
				t.Errorf("process %d is traced by %d; alive %t\n%s", pid, by, alive(pid), threadsOf(pid))
			}
			if slices.Contains(f.ends, pid) {
				t.Errorf("process %d was said to have ended", pid)
			}
			stays(t, pid)
		}
	}
}

// stays waits until a process that was left has run on for a while.
func stays(t *testing.T, pid int) {
	t.Helper()
	begin := switches(pid)
	eventually(t, "the process goes on", func() bool {
		if !alive(pid) {
			t.Fatalf("process %d has ended", pid)
		}
		return switches(pid) > begin+3
	})
}

// A program of 32 bits is followed, and refuses breakpoints.
func TestOf32Bits(t *testing.T) {
	file := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(file, tiny(), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command(file).Run(); err != nil {
		t.Skip(err)
	}
	var refusals []error
	var ended unix.WaitStatus
	tracer := &Tracer{
		Exec: func(p *Process) {
			if exe, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", p.PID)); exe == file {
				refusals = append(refusals, p.Break(tinyBase, &Breakpoint{Once: true}))
			}
		},
		Ended: func(_ *Process, status unix.WaitStatus) { ended = status },
	}
	_, state := trace(t, tracer, "start", file)
	if len(refusals) != 1 || !errors.Is(refusals[0], errors.ErrUnsupported) {
		t.Errorf("breakpoints in it: %v", refusals)
	}
	if !ended.Exited() || ended.ExitStatus() != 0 || !state.Success() {
		t.Errorf("it ended with %#x, its parent with %v", ended, state)
	}
}

// Where the system call does not tell, as of 32 bits, threads and processes are told apart by /proc.
func TestGuessFlags(t *testing.T) {
	tid, hold := make(chan int), make(chan bool)
	go elsewhere(func() {
		tid <- unix.Gettid()
		<-hold
	})
	defer close(hold)
	if got := guessFlags(<-tid); got != unix.CLONE_THREAD {
		t.Errorf("of a thread: %#x", got)
	}
	if got := guessFlags(os.Getpid()); got != 0 {
		t.Errorf("of a process: %#x", got)
	}
}

const tinyBase = 0x10000 // where tiny is loaded

// tiny returns an executable for i386 that ends at once.
func tiny() []byte {
	const headers = 52 + 32
	code := []byte{0xb8, 1, 0, 0, 0, 0x31, 0xdb, 0xcd, 0x80} // exit(0)
	var b bytes.Buffer
	size := uint32(headers + len(code))
	binary.Write(&b, binary.LittleEndian, elf.Header32{
		Ident: [16]byte{0x7f, 'E', 'L', 'F', 1, 1, 1}, Type: 2, Machine: 3, Version: 1,
		Entry: tinyBase + headers, Phoff: 52, Ehsize: 52, Phentsize: 32, Phnum: 1,
	})
	binary.Write(&b, binary.LittleEndian, elf.Prog32{
		Type: 1, Vaddr: tinyBase, Filesz: size, Memsz: size, Flags: 5, Align: 0x1000,
	})
	b.Write(code)
	return b.Bytes()
}

// Other children of the tracing thread are not the tracer's business, even if they end meanwhile.
func TestOtherChildren(t *testing.T) {
	if err := Available(); err != nil {
		t.Skip(err)
	}
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		env := func(name string) []string { return append(os.Environ(), helperKey+"="+name) }
		other, err := os.StartProcess(os.Args[0], []string{"x", "3"}, &os.ProcAttr{Env: env("exit")})
		if err != nil {
			done <- err
			return
		}
		for alive(other.Pid) {
			time.Sleep(time.Millisecond)
		}
		target, err := os.StartProcess(os.Args[0], []string{"x", "1", "2"}, &os.ProcAttr{
			Env: env("parent"), Sys: &unix.SysProcAttr{Ptrace: true},
		})
		if err == nil {
			err = new(Tracer).Run(target.Pid)
		}
		state, wait := other.Wait()
		if wait == nil && state.ExitCode() != 3 {
			wait = fmt.Errorf("the other child: %v", state)
		}
		state, last := target.Wait()
		if last == nil && !state.Success() {
			last = fmt.Errorf("the program: %v", state)
		}
		done <- errors.Join(err, wait, last)
	}()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
