package experiment

import (
	"context"
	"fmt"
	"os"
	"time"
)

const (
	hurriedGrace = time.Second            // to end after the stop signal when the context has ended
	killPatience = 5 * time.Second        // to end after SIGKILL; longer means stuck in the kernel
	drainTime    = 100 * time.Millisecond // for output still in the pipe after the end
	familyAge    = 5 * time.Millisecond   // counting descendants costs as much as all else in a look
	lingerPoll   = 5 * time.Millisecond   // between looks for further listeners
)

// attempt is a run in progress.
type attempt struct {
	cmd    Command
	ready  Ready
	run    *Run
	child  *child
	out    *output
	reaper *reaper
	look   look
	hits   chan hit // from goroutines that wait for readiness; capacity 1
	knock  *knock   // the connection of the accept probe
	image  string   // what the process executed when it was first looked at
	env    []string // what it was started with
	answer answer   // of the last HTTP request
	watch  sleepWatch
	quiet  quietWatch // of Settle, and for what Auto has to say
	cancel func()     // ends the goroutines
	peak   int64      // memory in bytes, polled where the end may be readiness; -1: never
	tree   int64      // memory in bytes of the program and its descendants together, polled as peak is
	next   int64      // when that is due again, ns

	pids    []int // the program and its descendants
	counted int64 // when, ns
}

// hit is the instant of readiness with what it had cost up to then.
type hit struct {
	at    int64
	use   usage
	taken *Listener
}

// usage is what a process has used so far. -1 means not measured.
type usage struct {
	cpu          float64 // seconds, with descendants
	rss          int64   // bytes, peak of the process itself
	minor, major int64   // page faults
	read         int64   // bytes from the disk
}

func unmeasured() usage { return usage{cpu: -1, rss: -1, minor: -1, major: -1, read: -1} }

func newRun() Run {
	run := Run{CPU: -1, Involuntary: -1, Demand: -1}
	run.use(unmeasured())
	return run
}

func (r *Run) use(u usage) {
	r.CPUReady, r.MaxRSS = u.cpu, u.rss
	r.MinorFaults, r.MajorFaults, r.ReadBytes = u.minor, u.major, u.read
}

// begin starts the program and whatever waits for its readiness.
func (s *Session) begin(c Command, r Ready, run *Run) (*attempt, error) {
	a := &attempt{
		cmd: c, ready: r, run: run, hits: make(chan hit, 1), peak: -1,
		quiet: quietWatch{quiet: int64(r.quiet()), idle: c.Idle},
	}
	if err := a.prepare(); err != nil {
		return nil, err
	}
	out, err := newOutput(c.Output, c.OutputCap, c.PTY)
	if err != nil {
		return nil, fmt.Errorf("collecting output: %w", err)
	}
	a.out, out.stdout = out, c.Stdout
	a.child, err = s.start(c, out)
	if err != nil {
		out.finish()
		return nil, fmt.Errorf("starting the program: %w", err)
	}
	run.Start, run.Stood = a.child.start, a.child.stood
	run.Exec, run.Entry, run.Mapped = a.child.exec, a.child.entry, a.child.mapped
	if a.child.noEntry != nil {
		run.NoEntry = a.child.noEntry.Error()
	}
	run.Warnings = append(run.Warnings, a.child.warnings...)
	a.env = s.environment(c.Env)
	a.reaper = newReaper(s.token, a.child.pid)
	ctx, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	a.look = a.looker(ctx)
	out.read(a.matcher(Stdout), a.matcher(Stderr))
	return a, nil
}

// await returns once it is known how the wait for readiness ends.
func (a *attempt) await(ctx context.Context) {
	deadline := a.run.Start + int64(a.cmd.Timeout)
	a.watch = sleepWatch{
		pid: a.child.pid, control: a.cmd.Control, timers: a.cmd.Timers, suspect: a.cmd.Suspect,
	}
	for {
		began := Monotonic()
		switch {
		case a.child.over():
			a.ended(ctx)
			return
		case a.arrived():
			return
		case ctx.Err() != nil:
			a.run.Outcome, a.run.Problem = OutcomeCanceled, "interrupted before it was ready"
			return
		case began > deadline:
			a.run.Outcome = OutcomeTimeout
			a.run.Problem = a.overdue()
			return
		}
		if a.image == "" {
			a.image = image(a.child.pid)
		}
		if a.ready.byExit() {
			a.peak = max(a.peak, peakRSS(a.child.pid))
			if a.cmd.Family {
				a.noticeFamily()
			}
			if a.ready.Kind != Exit {
				a.noticeQuiet()
			}
		}
		a.watch.look(began)
		pause(interval(began-a.run.Start, Monotonic()-began))
	}
}

// interval is the time to wait after a look that came elapsed ns after the start and cost as
// many ns as given: 1 % of the elapsed time, between 0.1 and 1 ms, but at least four times the
// cost, so that looking takes at most a fifth of one core from the program. On a busy machine the
// cost is mostly time without a core; then the wait is at most 5 ms.
func interval(elapsed, cost int64) time.Duration {
	fine := min(max(elapsed/100, int64(100*time.Microsecond)), int64(time.Millisecond))
	return time.Duration(min(max(fine, 4*cost), int64(5*time.Millisecond)))
}

// arrived notes readiness if the program has reached it.
func (a *attempt) arrived() bool {
	h, ok := a.look()
	if !ok {
		return false
	}
	a.run.Outcome = OutcomeReady
	a.run.Ready = h.at
	if a.child.over() {
		a.run.Ready = min(h.at, a.child.end) // its last output may be read after its end
	}
	a.run.Taken = h.taken
	a.run.use(h.use)
	return true
}

// ended judges a program that ended before it was seen ready. What it wrote last, or a request
// it answered last, may have made it ready nevertheless.
func (a *attempt) ended(ctx context.Context) {
	a.out.drain(drainTime)
	if a.arrived() {
		return
	}
	if a.cmd.Family {
		a.run.TreeRSS = max(a.tree, a.child.usage(a.peak).rss)
	}
	success := a.child.state.Success()
	switch {
	case !success:
		a.run.Outcome, a.run.Problem = OutcomeCrashed, a.crash()
	case a.background(ctx):
		a.run.Outcome, a.run.Problem = OutcomeDaemon, a.fled()
	case a.ready.byExit():
		a.run.Outcome = OutcomeExited
		a.run.Ready = a.child.end
		a.run.use(a.child.usage(a.peak))
	default:
		a.run.Outcome = OutcomeEnded
		a.run.Problem = fmt.Sprintf("the program ended with code 0, but it was to get ready by %s", a.ready)
	}
}

// end stops the program, removes what it left and completes the run.
func (a *attempt) end(ctx context.Context) {
	defer a.cancel()
	a.leave()
	a.linger(ctx)
	a.identify()
	a.reaper.census()
	a.stop(ctx)
	a.run.Warnings = append(a.run.Warnings, a.reaper.clear()...)
	a.out.finish()
	a.out.report(a.run)
	a.child.report(a.run)
	a.tidy()
}

// linger looks for further listeners for a while, at least once.
func (a *attempt) linger(ctx context.Context) {
	until := Monotonic() + int64(a.cmd.Linger)
	for a.run.Good() && !a.child.over() && ctx.Err() == nil && Monotonic() < until {
		a.observe()
		pause(lingerPoll)
	}
	a.observe()
}

// stop ends the process group: politely first, then by force.
func (a *attempt) stop(ctx context.Context) {
	if a.child.over() {
		return
	}
	a.child.signal(a.cmd.StopSignal)
	if a.child.endsWithin(ctx, a.cmd.Grace) {
		return
	}
	if ctx.Err() == nil {
		a.warn("the program did not end within %s of the stop signal (%s) and was killed",
			seconds(a.cmd.Grace), a.cmd.StopSignal)
	}
	a.child.kill()
	if !a.child.endsWithin(context.Background(), killPatience) {
		a.warn("process %d did not end when killed", a.child.pid)
	}
}

// tidy removes the file that signalled readiness: prepare has seen that it did not exist, and
// the next run needs that again.
func (a *attempt) tidy() {
	if a.ready.Kind != File {
		return
	}
	if err := os.Remove(a.ready.Path); err != nil && !os.IsNotExist(err) {
		a.warn("removing the file of readiness: %v", err)
	}
}

func (a *attempt) warn(format string, args ...any) {
	a.run.Warnings = append(a.run.Warnings, fmt.Sprintf(format, args...))
}
