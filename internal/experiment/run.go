package experiment

import (
	"io"
	"os"
	"syscall"
	"time"
)

// Defaults of Command.
const (
	DefaultOutputCap = 1 << 20 // bytes
	DefaultGrace     = 5 * time.Second
	DefaultTimeout   = 60 * time.Second
)

// Command is a program to run once.
type Command struct {
	Path string   // the executable
	Args []string // its arguments, without the program's name
	Env  []string // its whole environment; nil stands for that of this process
	Dir  string   // its current folder; empty stands for that of this process

	Output    string // file that receives stdout and stderr as they arrive; empty: none
	OutputCap int64  // bytes kept in Output; 0: DefaultOutputCap

	// Stdout also receives what the program writes to stdout, from one goroutine; its errors are ignored. nil: nothing does.
	Stdout io.Writer

	// Family also measures Run.TreeRSS and Run.Demand, by Exit. It looks at every thread again and again.
	Family bool

	PTY bool // stdin, stdout and stderr are a pseudo-terminal, which nobody types at

	Files      map[int]*os.File // further descriptors to inherit, by number from 3 on
	StopSignal syscall.Signal   // sent to the process group once ready; 0: SIGTERM
	Grace      time.Duration    // from StopSignal to SIGKILL; 0: DefaultGrace
	Timeout    time.Duration    // from start to ready; 0: DefaultTimeout
	Linger     time.Duration    // how long to go on after ready, looking for further listeners

	// Background is how long a process that the program left behind, when it ended with code 0, may
	// take to listen and thereby show that the program has put itself into the background.
	Background time.Duration

	// AcceptProbe makes Auto and Listen connect once to the listener and wait until the program
	// has accepted that connection. Without it the listening socket alone is readiness.
	AcceptProbe bool
	AcceptDelay time.Duration // from the listening socket to that connection

	// Stopped is called while the program stands still at its exec, before its first instruction,
	// on the thread that forked it and, for that time, traces it. Its error becomes a warning and
	// the program goes on. Where the program cannot be stopped, or would lose privileges by it, the
	// run goes without the call and a warning says why. nil: the program is not stopped.
	Stopped func(pid int) error

	// Trace traces the program. It is called after Stopped and after the stop of SeeEntry, on the thread
	// that forked the program, while the program stands still with ptrace's tracer being that thread,
	// and returns when the program has ended, without having collected it. The run goes on meanwhile.
	// Its error becomes a warning; a program that still stands then goes on. Where the program cannot
	// be stopped it is as with Stopped. What Trace takes before it lets the program begin is in the
	// time from Start.
	Trace func(pid int) error

	// SeeEntry stops the program for a moment at its exec and at its own first instruction, to see
	// how long the dynamic loader took in between.
	SeeEntry bool

	// Settle alone: a program that is watched from inside is never without work, and Idle is the share
	// of one CPU up to which it counts as that. NotBefore is how long it is not judged.
	Idle      float64
	NotBefore time.Duration

	// OnReady is called once as soon as it is known how the wait for readiness ended, before the
	// stop signal.
	OnReady func()

	// Suspect is called, before readiness, when all threads of the program have slept for
	// a second without anything that could wake them, and again after each further second until
	// it returns true. Control is the descriptor on which one thread may wait nevertheless: that
	// of whoever watches from inside the program; so many threads as Timers says may wait for
	// that one's timers. Once the wait on Control ends the Go runtime reports a deadlock by itself,
	// unless cgo is in use.
	Suspect func() bool
	Control int
	Timers  int
}

func (c Command) withDefaults() Command {
	if c.OutputCap == 0 {
		c.OutputCap = DefaultOutputCap
	}
	if c.StopSignal == 0 {
		c.StopSignal = syscall.SIGTERM
	}
	if c.Grace == 0 {
		c.Grace = DefaultGrace
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	return c
}

// Listener is a listening socket of the program or of a descendant.
type Listener struct {
	Network string `json:"network"`        // tcp4, tcp6 or unix
	Address string `json:"address"`        // "127.0.0.1:8080", "[::]:8080", "/run/x.sock", "@abstract"
	Port    int    `json:"port,omitempty"` // 0 for unix
	Seen    int64  `json:"seen"`           // CLOCK_MONOTONIC ns when first seen
}

// The outcomes of a run.
const (
	OutcomeReady     = "ready"       // the condition was met
	OutcomeExited    = "exited"      // the program ended successfully and that was the condition
	OutcomeEnded     = "ended-early" // it ended successfully, but the condition was another one
	OutcomeCrashed   = "crashed"     // it ended with another code than 0 or by a signal before ready
	OutcomeTimeout   = "timeout"     // it was not ready in time
	OutcomeDaemon    = "daemon"      // it ended successfully and left a process behind that listens
	OutcomePortTaken = "port-taken"  // not started: another process listens on the port
	OutcomeCanceled  = "canceled"    // the context ended first
)

// Run is what happened. Figures that were not measured are -1.
type Run struct {
	Start int64 `json:"start"`           // CLOCK_MONOTONIC ns, just before the fork; later by Stood
	Ready int64 `json:"ready"`           // same clock; 0: never
	End   int64 `json:"end"`             // same clock, when wait4 returned
	Stood int64 `json:"stood,omitempty"` // ns that the program stood still at its exec for Stopped

	Exec    int64  `json:"exec,omitempty"`     // same clock: the kernel has loaded the executable; 0: not observed
	Entry   int64  `json:"entry,omitempty"`    // same clock: its own first instruction, after the dynamic loader; 0: not observed
	NoEntry string `json:"no_entry,omitempty"` // why it was not, though asked for

	Mapped []string `json:"-"` // paths of the files that were mapped by then; nil: not observed

	Outcome  string `json:"outcome"`
	Problem  string `json:"problem,omitempty"` // one sentence on a bad outcome; see also LastLines
	ExitCode int    `json:"exit_code"`         // -1: ended by a signal
	Signal   string `json:"signal,omitempty"`  // the one that ended it, e.g. "SIGTERM"

	Listeners []Listener `json:"listeners,omitempty"` // in the order of appearance
	Taken     *Listener  `json:"taken,omitempty"`     // the one that readiness was taken from

	Other *Other `json:"other,omitempty"` // what got ready if not the program itself, as far as it can be seen

	CPU         float64 `json:"cpu"`          // seconds, user and system, to the end, with waited-for children
	CPUReady    float64 `json:"cpu_ready"`    // seconds, to ready, with descendants alive at that time
	MaxRSS      int64   `json:"max_rss"`      // bytes, peak to ready, of the process itself
	TreeRSS     int64   `json:"-"`            // bytes, with Command.Family: the highest sum of what it and its descendants held at a time, as seen every 5 ms, but no less than the peak of one; 0 or less: not measured
	Demand      float64 `json:"-"`            // with Command.Family: how many CPUs it and its descendants used or waited for, on average from the start to the last look; -1: not measured
	MinorFaults int64   `json:"minor_faults"` // to ready
	MajorFaults int64   `json:"major_faults"` // to ready
	ReadBytes   int64   `json:"read_bytes"`   // from the disk, to ready; 0 in records of versions that did not measure it

	Involuntary int64 `json:"involuntary"` // how often the kernel took a CPU from it that it could have used on, to the end, with waited-for children; 0 in records of versions that did not measure it

	OutputBytes int64    `json:"output_bytes"` // of stdout and stderr, dropped ones included
	Truncated   bool     `json:"truncated,omitempty"`
	LastLines   []string `json:"last_lines,omitempty"` // of stdout and stderr as they arrived
	Warnings    []string `json:"warnings,omitempty"`
}

// Good reports whether the program got ready.
func (r *Run) Good() bool {
	return r.Outcome == OutcomeReady || r.Outcome == OutcomeExited
}
