package experiment

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// child is the process of a run. state and end are valid once done is closed.
type child struct {
	pid      int
	proc     *os.Process
	start    int64 // ns, before the fork, later by stood
	stood    int64 // ns that the program stood still at its exec
	own      int64 // peak memory of this process up to the fork or a little later, bytes
	warnings []string

	exec, entry int64    // ns, see Run
	noEntry     error    // why entry is not known, where it was asked for
	mapped      []string // see Run

	stays  bool          // it stands at its exec for Trace
	free   chan struct{} // closed once nothing traces it
	traced error         // of Trace, valid once free is closed

	done  chan struct{}
	state *os.ProcessState
	end   int64 // ns
}

// start forks the program on the launcher's thread.
func (s *Session) start(c Command, out *output) (*child, error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	attr := &os.ProcAttr{
		Dir:   c.Dir,
		Env:   s.environment(c.Env),
		Files: descriptors(null, out, c.Files),
		Sys:   out.isolation(),
	}
	ch := &child{free: make(chan struct{}), done: make(chan struct{})}
	s.launch.do(func() { err = ch.launch(c, attr) })
	if err != nil {
		return nil, err
	}
	out.handedOver()
	if ch.stays {
		s.launch <- func() { ch.follow(c.Trace) }
	} else {
		close(ch.free)
	}
	go ch.wait()
	return ch, nil
}

// follow traces the program until it has ended.
func (c *child) follow(trace func(pid int) error) {
	defer close(c.free)
	c.traced = trace(c.pid)
	if err := letGo(c.pid); c.traced == nil { // it stands if it could not be traced
		c.traced = err
	}
}

// launch forks the program and, if that is wanted and possible, shows it at its exec.
func (c *child) launch(cmd Command, attr *os.ProcAttr) error {
	if cmd.Stopped == nil && cmd.Trace == nil && !cmd.SeeEntry {
		return c.fork(cmd, attr)
	}
	if err := traceable(cmd); err != nil {
		c.unseen(cmd, err)
		return c.fork(cmd, attr)
	}
	stop := *attr
	stop.Sys = stopping(attr.Sys)
	refused := c.fork(cmd, &stop)
	if refused == nil {
		c.show(cmd)
		return nil
	}
	if err := c.fork(cmd, attr); err != nil {
		return err
	}
	c.unseen(cmd, fmt.Errorf("stopping it with ptrace: %w", refused))
	return nil
}

func (c *child) fork(cmd Command, attr *os.ProcAttr) (err error) {
	c.start = Monotonic()
	c.proc, err = os.StartProcess(cmd.Path, append([]string{cmd.Path}, cmd.Args...), attr)
	if err == nil {
		c.pid = c.proc.Pid
		c.own = peakRSS(os.Getpid()) // only now: it may have grown up to the fork
	}
	return err
}

// show calls the hook of cmd while the program stands still, and takes that time out of the run. Then it
// lets the program come to its own first instruction, if that is to be seen, and go on, unless it stays
// for Trace.
func (c *child) show(cmd Command) {
	since := Monotonic() // os.StartProcess returns when the exec is done
	err := atStop(c.pid, func(pid int) (stay bool) {
		if cmd.Stopped != nil {
			if err := cmd.Stopped(pid); err != nil {
				c.unobserved(err)
			}
		}
		c.exec = Monotonic()
		c.stood = c.exec - since
		c.start += c.stood
		if cmd.SeeEntry {
			c.entry, c.noEntry = runToEntry(pid)
		}
		if c.entry != 0 {
			c.mapped = mapped(pid)
		}
		c.stays = cmd.Trace != nil
		return c.stays
	})
	if err != nil {
		c.unseen(cmd, err)
	}
}

// unseen notes why the program was not seen as cmd wants.
func (c *child) unseen(cmd Command, why error) {
	if cmd.Stopped != nil || cmd.Trace != nil {
		c.unobserved(why)
	}
	if cmd.SeeEntry && c.entry == 0 {
		c.noEntry = why
	}
}

func (c *child) unobserved(why error) {
	c.warnings = append(c.warnings, fmt.Sprintf("the program was not observed from its exec on: %v", why))
}

// environment marks env with the session's token. Of entries with the same key the last counts,
// as with os/exec; programs differ in which one they read.
func (s *Session) environment(env []string) []string {
	if env == nil {
		env = os.Environ()
	}
	last := map[string]int{}
	env = append(slices.Clip(env), tokenKey+"="+s.token)
	for i, entry := range env {
		key, _, _ := strings.Cut(entry, "=")
		last[key] = i
	}
	var unique []string
	for i, entry := range env {
		if key, _, _ := strings.Cut(entry, "="); last[key] == i {
			unique = append(unique, entry)
		}
	}
	return unique
}

// descriptors lays out the inherited descriptors; a nil entry is closed in the child.
func descriptors(null *os.File, out *output, extra map[int]*os.File) []*os.File {
	stdin := null
	if out.tty != nil {
		stdin = out.tty
	}
	files := []*os.File{stdin, out.streams[0].write, out.streams[1].write}
	for fd, f := range extra {
		if fd >= len(files) {
			files = append(files, make([]*os.File, fd+1-len(files))...)
		}
		files[fd] = f
	}
	return files
}

// wait waits for the end, once no tracer has to: it would be told of stops that are the tracer's.
func (c *child) wait() {
	<-c.free
	c.state, _ = c.proc.Wait() // the error has no case: only this goroutine collects this pid
	c.end = Monotonic()
	close(c.done)
}

// over reports whether the process has ended and was waited for.
func (c *child) over() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// endsWithin waits for the end, at most for grace, and once ctx has ended at most hurriedGrace.
func (c *child) endsWithin(ctx context.Context, grace time.Duration) bool {
	limit := time.NewTimer(grace)
	defer limit.Stop()
	select {
	case <-c.done:
		return true
	case <-limit.C:
		return false
	case <-ctx.Done():
	}
	select {
	case <-c.done:
		return true
	case <-limit.C:
	case <-time.After(hurriedGrace):
	}
	return false
}

// kill ends the process group by force.
func (c *child) kill() { c.signal(syscall.SIGKILL) }

// usage is what an ended process used in all. polled is the highest memory seen while it ran.
func (c *child) usage(polled int64) usage {
	u := unmeasured()
	u.cpu = (c.state.UserTime() + c.state.SystemTime()).Seconds()
	u.rss = polled
	if r, ok := resources(c.state); ok {
		u.minor, u.major, u.read = r.minor, r.major, r.read
		// The kernel starts a child's peak at that of its parent (exec folds the old memory map
		// into the figure), so it says something about the child only when it is higher.
		if r.rss > c.own {
			u.rss = max(r.rss, polled)
		}
	}
	return u
}

// report completes run with how the process ended.
func (c *child) report(run *Run) {
	if !c.over() {
		run.End, run.ExitCode = Monotonic(), -1
		return
	}
	run.End = c.end
	run.CPU = (c.state.UserTime() + c.state.SystemTime()).Seconds()
	run.Involuntary = involuntary(c.state)
	run.ExitCode = c.state.ExitCode()
	run.Signal = signalName(c.state)
	if c.traced != nil {
		run.Warnings = append(run.Warnings, fmt.Sprintf("the program was not traced to its end: %v", c.traced))
	}
}
