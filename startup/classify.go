package startup

import (
	"sort"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// classTracer is the class of what Cupel's own agent costs on the path. It is never a finding.
const classTracer = "tracer"

// classStarved is the class of running time in which the kernel gave the CPU to others.
const classStarved = "throttle"

// A classifier tells the class of the pieces of one path.
type classifier struct {
	collector     *memo[*timeline.Stack, bool]
	allAlong      *memo[between, bool] // the collector
	syscall, poll *memo[*timeline.Stack, string]
	marking       []timeline.Range // the collector's mark phases, in order
}

func newClassifier(line *timeline.Timeline) *classifier {
	allAlong := func(b between) bool { return inCollector(b.shared()) }
	c := &classifier{newMemo(inCollector), newMemo(allAlong), newMemo(classOfSyscall), newMemo(classOfPoll), nil}
	for _, r := range line.Ranges {
		if r.Name == "GC concurrent mark phase" {
			c.marking = append(c.marking, r)
		}
	}
	return c
}

// classify returns the class of a piece of the critical path. It looks at the goroutine's state
// and at functions of the standard library on its stack, never at third-party names.
func (c *classifier) classify(p *timeline.Piece) string {
	switch p.Kind {
	case timeline.Unknown:
		return ""
	case timeline.TracerStart:
		return classTracer
	case timeline.GC:
		return "gc"
	}
	switch p.State {
	case timeline.Running:
		// The stack is that of the end: a long computation may end in the allocation that starts a
		// collection. All of it is the collector's only if that was on the stack all along.
		if c.collector.of(p.Stack) && c.allAlong.of(between{p.Before, p.Stack}) {
			return "gc"
		}
		return "cpu"
	case timeline.Runnable:
		if c.marks(p.From, p.To) || c.collector.of(p.Stack) {
			return "gc" // it had taken the processors, or the goroutine gives way in the middle of it
		}
		return "sched"
	case timeline.Syscall:
		return c.syscall.of(p.Stack)
	}
	if p.Reason == "network" {
		return c.poll.of(p.Stack)
	}
	return classOfWait(p.Reason, p.Stack)
}

// marks reports whether the collector marked between two instants.
func (c *classifier) marks(from, to int64) bool {
	i := sort.Search(len(c.marking), func(i int) bool { return c.marking[i].To > from })
	return i < len(c.marking) && c.marking[i].From < to
}

// classOfWait is the class of a wait that no goroutine ended: the clock, the network poller or
// the kernel did.
func classOfWait(reason string, s *timeline.Stack) string {
	switch reason {
	case "sleep":
		return "sleep"
	case "network":
		return classOfPoll(s)
	case "sync":
		return "lock"
	case "select", "chan receive", "chan send":
		if hasPrefix(s, "net.(*sysDialer).", "net.(*netFD).connect") {
			return "network" // the time after which it tries the next address, or gives up
		}
		return "sleep" // only a timer's channel is served without a goroutine
	}
	return "sched"
}

// classOfPoll tells what a wait in the network poller is for: pipes and ttys use the poller too.
func classOfPoll(s *timeline.Stack) string {
	switch {
	case hasPrefix(s, "net.(*Resolver).", "net.(*dnsConfig", "net.dnsPacketRoundTrip"):
		return "dns"
	case hasPrefix(s, "os/exec.", "os.(*Process)."):
		return "subprocess"
	case hasPrefix(s, "os.(*File).", "os.(*poll"):
		return "file"
	}
	return "network"
}

// classOfSyscall is the class of time spent in the kernel, by the library that entered it.
func classOfSyscall(s *timeline.Stack) string {
	switch {
	case hasPrefix(s, "os/exec.", "os.(*Process).", "os.StartProcess", "syscall.forkExec"):
		return "subprocess"
	case hasPrefix(s, "net.(*Resolver).", "net._C_getaddrinfo", "net.cgoLookup"):
		return "dns"
	case hasPrefix(s, "syscall.Flock", "syscall.FcntlFlock"):
		return "file-lock"
	case inC(s):
		return "cgo"
	case hasPrefix(s, "net."):
		return "network"
	case hasPrefix(s, "syscall.Nanosleep", "syscall.Select"):
		return "sleep"
	case hasPrefix(s, "os.", "internal/poll.", "syscall.Open", "syscall.Read", "syscall.Pread",
		"syscall.Write", "syscall.Pwrite", "syscall.Fsync", "syscall.Fdatasync", "syscall.Stat",
		"syscall.Getdents", "syscall.ReadDirent", "syscall.Sync", "syscall.Rename", "syscall.Mmap"):
		return "file"
	}
	return "cpu"
}

// inC reports whether a stack ends in C code: the trace shows the glue that cgo generates.
func inC(st *timeline.Stack) bool {
	for _, f := range st.Frames() {
		if f.Func == "runtime.cgocall" || isGlue(f.Func) {
			return true
		}
	}
	return false
}

// isGlue reports whether a symbol is code that cgo generates: it stands for C, not for its package.
func isGlue(symbol string) bool {
	return strings.Contains(symbol, "._Cfunc_") || strings.Contains(symbol, "._C2func_")
}

// isHandoff reports whether p is the delay between a channel operation of one goroutine and the
// other goroutine's turn.
func isHandoff(p *timeline.Piece) bool {
	return p.State == timeline.Runnable && strings.HasPrefix(p.Reason, "chan ")
}

// inCollector reports whether a stack is that of the garbage collector's work, asked for or not.
func inCollector(s *timeline.Stack) bool {
	return hasPrefix(s, "runtime.gcAssistAlloc", "runtime.gcBgMarkWorker", "runtime.gcDrain",
		"runtime.bgsweep", "runtime.deductSweepCredit", "runtime.gcStart", "runtime.GC")
}

// between is the time between two stacks of a goroutine that kept running.
type between struct{ before, end *timeline.Stack }

// shared returns the outer frames that both stacks share: what ran them had not returned in between.
// The innermost may have gone on to another line.
func (b between) shared() *timeline.Stack {
	before, end := b.before.Frames(), b.end.Frames()
	shared := 0
	for shared < min(len(before), len(end)) {
		was, is := before[len(before)-1-shared], end[len(end)-1-shared]
		if was.Func != is.Func {
			break
		}
		shared++
		if was.Line != is.Line {
			break
		}
	}
	return timeline.NewStack(end[len(end)-shared:]...)
}

// hasPrefix reports whether any function on the stack begins with one of the prefixes.
func hasPrefix(s *timeline.Stack, prefixes ...string) bool {
	if s == nil {
		return false
	}
	frames := s.Frames()
	for i := range frames {
		symbol := frames[i].Func
		for _, p := range prefixes {
			// Most differ at the first byte already.
			if len(symbol) >= len(p) && symbol[0] == p[0] && symbol[:len(p)] == p {
				return true
			}
		}
	}
	return false
}
