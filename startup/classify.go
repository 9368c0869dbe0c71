package startup

import (
	"slices"
	"sort"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
)

// A classifier tells the class of what one run did.
type classifier struct {
	allAlong *memo[between, bool] // the collector
	marking  []timeline.Range     // the collector's mark phases, in order
}

func newClassifier(line *timeline.Timeline) *classifier {
	c := &classifier{allAlong: newMemo(between.collecting)}
	for _, r := range line.Ranges {
		if r.Name == "GC concurrent mark phase" {
			c.marking = append(c.marking, r)
		}
	}
	return c
}

// classifier returns that of the observation: what it was asked about a stack it knows from then on.
func (o *observation) classifier() *classifier {
	if o.classes == nil {
		o.classes = newClassifier(o.line)
	}
	return o.classes
}

// classify returns the class of a piece of the critical path. It looks at the goroutine's state
// and at functions of the standard library on its stack, never at third-party names.
func (c *classifier) classify(p *timeline.Piece) class {
	switch p.Kind {
	case timeline.Unknown:
		return classNone
	case timeline.TracerStart:
		return classTracer
	case timeline.GC:
		return classGC
	}
	switch p.State {
	case timeline.Running:
		// The stack is that of the end: a long computation may end in the allocation that starts a
		// collection. All of it is the collector's only if that was on the stack all along, which a sample
		// may contradict: a loop that collects comes to the same stack again.
		if collecting.on(p.Stack) && c.allAlong.of(between{p.Before, p.Stack}) && !slices.ContainsFunc(p.Samples, notCollecting) {
			return classGC
		}
		return classCPU
	case timeline.Runnable:
		if c.marks(p.From, p.To) || collecting.on(p.Stack) {
			return classGC // it had taken the processors, or the goroutine gives way in the middle of it
		}
		return classSched
	case timeline.Syscall:
		return classOfSyscall(p.Stack)
	}
	return classOfWait(p.Reason, p.Stack)
}

// notCollecting reports whether a sample shows that the collector did not work then.
func notCollecting(s timeline.Sample) bool { return !collecting.on(s.Stack) }

// marks reports whether the collector marked between two instants.
func (c *classifier) marks(from, to int64) bool {
	if len(c.marking) == 0 {
		return false
	}
	i := sort.Search(len(c.marking), func(i int) bool { return c.marking[i].To > from })
	return i < len(c.marking) && c.marking[i].From < to
}

// classOfWait is the class of a wait that no goroutine ended: the clock, the network poller or
// the kernel did.
func classOfWait(reason string, s *timeline.Stack) class {
	switch reason {
	case "sleep":
		return classSleep
	case "network":
		return classOfPoll(s)
	case "sync":
		return classLock
	case "select", "chan receive", "chan send":
		if connecting.on(s) {
			return classNetwork // the time after which it tries the next address, or gives up
		}
		return classSleep // only a timer's channel is served without a goroutine
	}
	return classSched
}

// What functions of the standard library and the runtime on a stack tell.
var (
	connecting       = signOf("net.(*sysDialer).", "net.(*netFD).connect")
	resolving        = signOf("net.(*Resolver).", "net.(*dnsConfig", "net.dnsPacketRoundTrip")
	waitingForChild  = signOf("os/exec.", "os.(*Process).")
	waitingForFile   = signOf("os.(*File).", "os.(*poll")
	startingChild    = signOf("os/exec.", "os.(*Process).", "os.StartProcess", "syscall.forkExec")
	askingLibc       = signOf("net.(*Resolver).", "net._C_getaddrinfo", "net.cgoLookup")
	lockingFile      = signOf("syscall.Flock", "syscall.FcntlFlock")
	usingNet         = signOf("net.")
	sleepingInKernel = signOf("syscall.Nanosleep", "syscall.Select")
	usingFile        = signOf("os.", "internal/poll.", "syscall.Open", "syscall.Read", "syscall.Pread",
		"syscall.Write", "syscall.Pwrite", "syscall.Fsync", "syscall.Fdatasync", "syscall.Stat",
		"syscall.Getdents", "syscall.ReadDirent", "syscall.Sync", "syscall.Rename", "syscall.Mmap")
	collecting = signOf("runtime.gcAssistAlloc", "runtime.gcBgMarkWorker", "runtime.gcDrain",
		"runtime.bgsweep", "runtime.deductSweepCredit", "runtime.gcStart", "runtime.GC")
)

// classOfPoll tells what a wait in the network poller is for: pipes and ttys use the poller too.
func classOfPoll(s *timeline.Stack) class {
	switch {
	case resolving.on(s):
		return classDNS
	case waitingForChild.on(s):
		return classSubprocess
	case waitingForFile.on(s):
		return classFile
	}
	return classNetwork
}

// classOfSyscall is the class of time spent in the kernel, by the library that entered it.
func classOfSyscall(s *timeline.Stack) class {
	if s == nil {
		return classCPU
	}
	n := noted(s)
	if n.syscall == classNone {
		n.syscall = findClassOfSyscall(s)
	}
	return n.syscall
}

func findClassOfSyscall(s *timeline.Stack) class {
	switch {
	case startingChild.on(s):
		return classSubprocess
	case askingLibc.on(s):
		return classDNS
	case lockingFile.on(s):
		return classFileLock
	case inC.on(s):
		return classCgo
	case usingNet.on(s):
		return classNetwork
	case sleepingInKernel.on(s):
		return classSleep
	case usingFile.on(s):
		return classFile
	}
	return classCPU
}

// isInC reports whether a stack with that symbol ends in C code: the trace shows the glue that cgo generates.
func isInC(symbol string) bool { return symbol == "runtime.cgocall" || isGlue(symbol) }

// isGlue reports whether a symbol is code that cgo generates: it stands for C, not for its package.
func isGlue(symbol string) bool {
	return strings.Contains(symbol, "._C") &&
		(strings.Contains(symbol, "._Cfunc_") || strings.Contains(symbol, "._C2func_"))
}

// isHandoff reports whether p is the delay between a channel operation of one goroutine and the
// other goroutine's turn.
func isHandoff(p *timeline.Piece) bool {
	return p.State == timeline.Runnable && strings.HasPrefix(p.Reason, "chan ")
}

// between is the time between two stacks of a goroutine that kept running.
type between struct{ before, end *timeline.Stack }

// shared returns the outer frames that both stacks share: what ran them had not returned in between.
// The innermost may have gone on to another line.
func (b between) shared() []*timeline.StackFrame {
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
	return end[len(end)-shared:]
}

// collecting reports whether the collector worked all along.
func (b between) collecting() bool {
	for _, f := range b.shared() {
		if signsIn(f)&collecting != 0 {
			return true
		}
	}
	return false
}
