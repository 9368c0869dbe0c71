package startup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gotrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// ackWithin is how long the agent may take to write out the trace once it was asked to stop.
const ackWithin = 10 * time.Second

// traced makes the instrumented run. Where a deadlock was suspected wrongly, which ends the trace
// early, it makes another one.
func (m *measurement) traced(ctx context.Context) error {
	m.progress(Step{Text: "traced run", Of: 1})
	m.seen.Linked = linkage(m.agent)
	asked, err := m.trace(ctx, m.Ready.Kind != experiment.Settle, nil)
	if err == nil && asked && m.seen.Trace.Good() {
		m.progress(Step{Text: "traced run again: it was idle for long", Of: 1})
		_, err = m.trace(ctx, false, nil)
	}
	if err == nil {
		m.keepPaths()
	}
	return err
}

// trace makes one run of the instrumented executable. asked reports that the trace was ended
// before ready, on suspicion of a deadlock. follower watches what the program executes; nil: nobody does.
func (m *measurement) trace(ctx context.Context, suspicious bool, follower *observer) (asked bool, err error) {
	ch, err := openChannel(agent.Magic, map[int]string{
		agent.TraceFD: filepath.Join(m.draft.Dir(), fileTrace),
		agent.MarksFD: filepath.Join(m.draft.Dir(), fileMarks),
	})
	if err != nil {
		return false, fmt.Errorf("preparing the traced run: %w", err)
	}
	defer ch.close()
	c := m.explainingCommand(m.agent)
	c.Files = ch.files
	c.OnReady = ch.stop
	c.Control, c.Timers = agent.ControlFD, 1
	var samples sampling
	samples.prepare(&c, func() error { return ch.say(agent.MagicTrace) }) // it need not sample itself
	defer samples.close()
	if follower != nil {
		follower.hz = samples.hz
		follower.trail(&c)
	}
	c.Idle = agentIdle
	if suspicious {
		c.Suspect = func() bool {
			if asked = m.stuckSoFar(); asked {
				ch.ask()
			}
			return asked
		}
	}
	run, err := m.session.Run(ctx, c, m.Ready)
	if err != nil {
		return asked, err
	}
	m.seen.Trace = &run
	return asked, m.writeSamples(&samples)
}

// explainingCommand is that of the run which explains the others: how it is known when it is ready.
func (m *measurement) explainingCommand(path string) experiment.Command {
	c := m.command(path, fileOutput)
	c.AcceptProbe, c.AcceptDelay = true, naturalAccept
	c.Linger, c.Background = listenersWithin, leftListens
	c.SeeEntry = m.seen.Linked != nil && m.seen.Linked.Interpreter
	c.NotBefore = m.settledBy()
	return c
}

// errNotStopped is the reason when a program was not stopped at its exec; a warning of the run says why.
var errNotStopped = errors.New("the program could not be stopped at its exec")

// agentIdle is the share of one CPU that the agent may use in an idle program: reading the trace and
// the profiler's buffer took 0.2 to 0.3 % in a worker that slept, go1.26 on a machine of 2 cores.
const agentIdle = 0.01

// settledBy is when a plain run was known to have settled, with some time more; 0 if none was made.
func (m *measurement) settledBy() time.Duration {
	if m.Ready.Kind != experiment.Settle || len(m.seen.Plain) == 0 || !m.seen.Plain[0].Good() {
		return 0
	}
	r := &m.seen.Plain[0]
	return time.Duration(r.Ready-r.Start)*5/4 + m.Ready.Quiet
}

// stuckSoFar reports whether the trace written so far shows every goroutine of the program waiting
// for another one. When the agent then lets go, the runtime reports the deadlock itself.
func (m *measurement) stuckSoFar() bool {
	line, err := readTimeline(os.DirFS(m.draft.Dir()), nil)
	if err != nil {
		return false
	}
	all := line.At(line.End)
	return len(all) > 0 && !slices.ContainsFunc(all, func(g timeline.GState) bool { return !asleep(g) })
}

// keepPaths replaces the folders of the instrumented build, which go with the measurement, by those
// that the user has: the farm by GOROOT, the copy of a module by the module cache; and secrets in what
// the program wrote into the trace. Of a damaged trace the secrets alone are overwritten; analysis says
// what is wrong with it.
func (m *measurement) keepPaths() {
	dir := m.draft.Dir()
	hide, unread := m.redactTrace()
	err := rewriteFile(filepath.Join(dir, fileTrace), func(w io.Writer, r io.Reader) error {
		return gotrace.Rewrite(w, r, func(s string) string { return hide(m.target.SourcePath(s)) })
	})
	if err != nil || unread != nil {
		err = errors.Join(err, m.blotTrace())
	}
	if err != nil {
		m.seen.Trace.Warnings = append(m.seen.Trace.Warnings, "source paths in the trace are those of the build: "+err.Error())
	}
	if err := rewriteFile(filepath.Join(dir, fileMarks), func(w io.Writer, r io.Reader) error {
		return agent.RewriteMarks(w, r, m.target.SourcePath)
	}); err != nil {
		m.seen.Trace.Warnings = append(m.seen.Trace.Warnings, "source paths in the marks are those of the build: "+err.Error())
	}
}

// rewriteFile replaces a file by what f makes of it; on an error it stays as it is.
func rewriteFile(path string, f func(io.Writer, io.Reader) error) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(path + ".new")
	if err != nil {
		return err
	}
	err = errors.Join(f(out, in), out.Close())
	if err == nil {
		return os.Rename(path+".new", path)
	}
	return errors.Join(err, os.Remove(path+".new"))
}

const (
	// naturalAccept is how long a program may take from listen to accept before the traced run
	// knocks to see whether it accepts: a connection that waits already would hide its first wait.
	naturalAccept = 20 * time.Millisecond

	// listenersWithin is how long the traced run looks for further listeners after ready.
	listenersWithin = 100 * time.Millisecond
)

// A channel is what the agent gets from its parent, see internal/agent.
type channel struct {
	ours  *os.File         // end of the control channel
	files map[int]*os.File // by descriptor: the other end, and the files to write
}

// openChannel writes magic into a new control channel and makes the files.
func openChannel(magic string, files map[int]string) (*channel, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	ch := &channel{ours: os.NewFile(uintptr(fds[0]), "control"), files: map[int]*os.File{
		agent.ControlFD: os.NewFile(uintptr(fds[1]), "control"),
	}}
	for fd, path := range files {
		if ch.files[fd], err = os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644); err != nil {
			break
		}
	}
	if err == nil {
		_, err = ch.ours.WriteString(magic)
	}
	if err != nil {
		ch.close()
		return nil, err
	}
	return ch, nil
}

// ask tells the agent to stop: it sees the end of the control channel.
func (ch *channel) ask() { unix.Shutdown(int(ch.ours.Fd()), unix.SHUT_WR) }

// stop asks and waits until everything is written or the program is gone.
func (ch *channel) stop() {
	ch.files[agent.ControlFD].Close() // else the end of the program would not be the end of the channel
	ch.ask()
	wait := unix.NsecToTimeval(ackWithin.Nanoseconds())
	unix.SetsockoptTimeval(int(ch.ours.Fd()), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &wait)
	ch.ours.Read(make([]byte, 1))
}

func (ch *channel) close() {
	ch.ours.Close()
	for _, f := range ch.files {
		if f != nil {
			f.Close()
		}
	}
}
