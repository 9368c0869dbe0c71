package startup

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/probe"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// Limits of what is noted of descendants. A program that executes others without end must not fill a record,
// and each one that is looked into is held up by that: `go list std` as a child, with more goroutines than
// most starts have, took 2.9 s with this number of hits and 9.7 s with four times as many, 0.3 s by itself.
const (
	mostChildren = 256              // executions that are noted
	mostWatched  = 8                // of them those of Go programs that are looked into
	mostProgram  = 1 << 30          // bytes of such an executable
	hitsInside   = probe.Budget / 4 // of each kind, for all of these together; of uprobes probe.Cheaper times as many
	mostCmdline  = 32 << 10
	mostEnviron  = 256 << 10
)

// A family is the descendants of the observed process. Its methods up to close are for hooks of the tracer.
type family struct {
	first    int // pid of the observed process
	by       *observer
	programs map[fileID]*relativeProgram
	forks    map[int]birth     // by pid, of processes that have not executed anything yet
	now      map[int]*relative // by pid, what each executes; of those that were noted
	all      []*relative
	missed   int
	watched  int
	hits     int      // that those to come may have: each gets half, and gives back what it does not need
	replaced bool     // the observed process executes another program than its first
	secrets  []string // in command lines and environments
}

type fileID struct{ dev, inode uint64 }

// relativeProgram is an executable, once looked at for all that execute it.
type relativeProgram struct {
	*probe.Program
	own bool  // it is that of the observed process
	err error // why there is no Program
}

// birth is the fork of a process.
type birth struct {
	parent, thread int
	at             int64
	wait           *probe.Vfork // of the thread; nil: it does not wait, or is not watched
}

// relative is a child in the making.
type relative struct {
	child
	program *relativeProgram
	watch   *probe.Watch // nil: it is not watched
	sampler *perf.Sampler
	environ []string // until its secrets are taken out of Args
}

// newFamily returns that of a process that executes a program which is open already.
func newFamily(pid int, own *probe.Program, by *observer) *family {
	hits := hitsInside
	if by.kernel != nil {
		hits *= probe.Cheaper
	}
	f := &family{first: pid, by: by, hits: hits, programs: map[fileID]*relativeProgram{}, forks: map[int]birth{}, now: map[int]*relative{}}
	if id, _, err := identify(pid); err == nil && own != nil {
		f.programs[id] = &relativeProgram{Program: own, own: true}
	}
	return f
}

// identify returns which file a process executes, and its size.
func identify(pid int) (fileID, int64, error) {
	var stat unix.Stat_t
	if err := unix.Stat(exeOf(pid), &stat); err != nil {
		return fileID{}, 0, err
	}
	return fileID{uint64(stat.Dev), stat.Ino}, stat.Size, nil
}

func exeOf(pid int) string { return fmt.Sprintf("/proc/%d/exe", pid) }

func (f *family) forked(parent *ptrace.Thread, p *ptrace.Process) {
	if len(f.all) == mostChildren {
		return
	}
	b := birth{parent: parent.Process.PID, thread: parent.TID, at: parent.Seen}
	if w := f.watchOf(parent.Process); p.Vfork && w != nil {
		b.wait = w.Vfork(parent)
	}
	f.forks[p.PID] = b
}

// watchOf returns who watches a process, nil if nobody does.
func (f *family) watchOf(p *ptrace.Process) *probe.Watch {
	if p.PID == f.first && !f.replaced {
		return f.by.watch
	}
	if r := f.now[p.PID]; r != nil {
		return r.watch
	}
	return nil
}

// exec notes that a process stands at the first instruction of a program.
func (f *family) exec(p *ptrace.Process) {
	at := experiment.Monotonic()
	if before := f.now[p.PID]; before != nil {
		before.End, before.Replaced = at, true
		f.over(before)
	}
	born := f.forks[p.PID]
	delete(f.forks, p.PID)
	f.replaced = f.replaced || p.PID == f.first
	if len(f.all) == mostChildren {
		f.missed++
		return
	}
	r := &relative{child: child{
		PID: p.PID, Parent: p.Parent, ForkedBy: born.thread, Forked: born.at, Exec: at,
	}}
	f.all = append(f.all, r)
	f.now[p.PID] = r
	f.describe(r)
	f.watch(r, p)
	r.Stood = experiment.Monotonic() - at
}

// describe reads the command line. What is secret in it is told later: the program stands still.
func (f *family) describe(r *relative) {
	exe, _ := os.Readlink(exeOf(r.PID))
	args := stringsOf(fmt.Sprintf("/proc/%d/cmdline", r.PID), mostCmdline)
	r.Name = filepath.Base(strings.TrimSuffix(exe, " (deleted)"))
	if len(args) > 0 {
		if name := filepath.Base(args[0]); len(name) <= keptArg && !strings.ContainsAny(name, " \t\n") && name != "exe" {
			r.Name = name // of a program that goes by many names, and of a link
		}
		args = args[1:]
	}
	r.Args, r.environ = args, stringsOf(fmt.Sprintf("/proc/%d/environ", r.PID), mostEnviron)
}

// stringsOf reads a file of strings that end with a zero byte, up to so many bytes. A string that is cut
// short by that is left out: it may be a part of a secret.
func stringsOf(path string, most int64) []string {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	data, _ := io.ReadAll(io.LimitReader(file, most))
	all := strings.Split(string(data), "\x00")
	return all[:len(all)-1]
}

// watch looks into a Go program as far as there is room.
func (f *family) watch(r *relative, p *ptrace.Process) {
	prog := f.program(r.PID)
	if errors.Is(prog.err, gobin.ErrNotGo) {
		return
	}
	r.program = prog
	if prog.err == nil && f.watched == mostWatched {
		r.Unwatched = fmt.Sprintf("more than %d Go programs were executed", mostWatched)
		return
	}
	var err error
	if err = prog.err; err == nil {
		r.watch, err = prog.Watch(p, f.by.kernel)
	}
	if err != nil {
		r.watch, r.Unwatched = nil, err.Error()
		return
	}
	f.watched++
	r.Inside = f.watched
	lent := max(f.hits/2, hitsInside/(4*mostWatched)) // who comes late gets some, too
	f.hits -= lent
	r.watch.Limit(lent)
	if f.by.hz > 0 {
		r.sampler, _ = perf.Open(r.PID, f.by.hz) // without it there are no samples, as where the kernel refuses them all
	}
}

// program looks at what a process executes. Functions that a program may check itself are left alone.
func (f *family) program(pid int) *relativeProgram {
	id, size, err := identify(pid)
	if err != nil {
		return &relativeProgram{err: err}
	}
	known := f.programs[id]
	if known == nil {
		known = &relativeProgram{err: fmt.Errorf("an executable of more than %d bytes: %w", mostProgram, errors.ErrUnsupported)}
		if size <= mostProgram {
			known.Program, known.err = probe.Open(exeOf(pid), true)
		}
		f.programs[id] = known
	}
	return known
}

// exits notes that a thread is about to end.
func (f *family) exits(t *ptrace.Thread) {
	if w := f.watchOf(t.Process); w != nil {
		w.Exit(t)
	}
	f.holdsParent(t)
}

// paused notes that a thread stands still for the tracer alone.
func (f *family) paused(t *ptrace.Thread) {
	if w := f.watchOf(t.Process); w != nil {
		w.Paused(t)
	}
	f.holdsParent(t)
}

// holdsParent notes that a process stands still for the execution or the end of which another one waits.
func (f *family) holdsParent(t *ptrace.Thread) {
	if wait := f.forks[t.Process.PID].wait; wait != nil {
		wait.Stood(t)
	}
}

// ended notes the end of a process.
func (f *family) ended(p *ptrace.Process, status unix.WaitStatus) {
	delete(f.forks, p.PID)
	r := f.now[p.PID]
	if r == nil {
		return
	}
	f.over(r)
	r.End = experiment.Monotonic()
	if status.Signaled() {
		r.Signal = unix.SignalName(syscall.Signal(status.Signal()))
		return
	}
	r.Exit = status.ExitStatus()
}

// over forgets a program that is executed no longer.
func (f *family) over(r *relative) {
	delete(f.now, r.PID)
	if r.watch != nil {
		f.hits += max(0, r.watch.Left())
	}
}

// finish takes the secrets out of command lines, and puts in order what was seen of Go programs.
func (f *family) finish(lost int64) {
	for _, r := range f.all {
		secrets := []string(nil)
		r.Args, secrets = childArgs(r.Args, r.environ)
		r.Name, r.environ = capped(r.Name), nil
		f.secrets = append(f.secrets, secrets...)
		if r.watch != nil {
			r.watch.Finish(lost)
		}
	}
}

// close lets go of all executables but the observed one, after the sampling has ended.
func (f *family) close() {
	for _, r := range f.all {
		if r.sampler != nil {
			r.sampler.Stop()
		}
	}
	for _, p := range f.programs {
		if p.Program != nil && !p.own {
			p.Close()
		}
	}
}
