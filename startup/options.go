package startup

import (
	"errors"
	"syscall"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/store"
)

// Defaults of Options.
const (
	// DefaultRuns is the most plain runs that are made when the interval stays wide: at n = 20 the
	// order-statistics interval of a median spans the 6th to the 15th value, and four times as
	// many runs would only halve it.
	DefaultRuns    = 20
	DefaultTimeout = 60 * time.Second
	DefaultBudget  = 60 * time.Second
	DefaultGrace   = 5 * time.Second
)

// Options says what to measure and how.
type Options struct {
	Target     string            // a package, package@version, or an executable: see Mode
	Mode       string            // of ModeAuto, which "" is, ModeSource and ModeBinary
	Observe    string            // how an executable is looked into: of ObserveAuto, which "" is, ObserveBPF and ObservePtrace
	Revision   string            // of the git repository around Dir, in which Target is a package; "" the files as they are
	Args       []string          // of the target
	Dir        string            // folder in which Target is resolved and the program runs; "" the current one
	Env        []string          // whole environment of the go command and of the program
	ExtraEnv   []string          // KEY=VALUE added to Env for the program only
	BuildFlags []string          // passed on to go list and go build, e.g. "-tags=netgo"
	Labels     map[string]string // kept in the record, see evidence.Record

	PTY        bool // the program gets a pseudo-terminal as stdin, stdout and stderr
	Ready      experiment.Ready
	Runs       int           // exactly so many plain runs; 0: until the interval is narrow
	Least      int           // of plain runs where Runs is 0: what a claim about them needs
	Cold       bool          // also makes page-cache-cold runs, each beside a plain one: Linux only
	Timeout    time.Duration // per run, from start to ready
	Budget     time.Duration // for all runs together, without the builds
	StopSignal syscall.Signal
	Grace      time.Duration // from StopSignal to SIGKILL

	Store *store.Store
	Tool  evidence.Tool
	Now   func() time.Time

	// Judge gives the verdicts to store with the record, which is complete but for them; nil: none.
	Judge func(*evidence.Record) []evidence.Verdict

	// Progress is told what runs now; Preliminary gets the answer of the traced run before the
	// plain runs begin. Either may be nil.
	Progress    func(Step)
	Preliminary func(*Result)
}

// Step is a stage of a measurement.
type Step struct {
	Text     string
	Of, Done int           // runs planned and done; Of is 0 where nothing is counted
	Left     time.Duration // of the budget; 0 where none applies
}

// Result is a measurement.
type Result struct {
	Record *evidence.Record
	Path   string // of evidence.json; "" before it is stored
}

// Plan is what Run would do.
type Plan struct {
	Package, Module, Version string
	Go                       string
	File                     string // the executable as its user named it; "" of one to build
	Builds, Runs             int    // Runs is the most: two with the agent, or one where it cannot go, and the plain ones
	Further                  int    // runs that are made only if a cause calls for them
	Cold                     int    // how many of Runs begin with a cold page cache, at the most
	Ready                    string
	Command                  []string // as it will be started, secrets redacted
	Skipped                  []string // what cannot be measured here
}

// Errors that callers tell apart.
var (
	// ErrNotReady: the target crashed, ended early, deadlocked or was not ready in time. The
	// record is written all the same.
	ErrNotReady = errors.New("the target did not get ready")
)

func (o *Options) progress(s Step) {
	if o.Progress != nil {
		o.Progress(s)
	}
}

// MostRuns is the most runs that are made of the target, all kinds together.
func (o *Options) MostRuns() int {
	if o.executable() != "" {
		return outsideRuns + o.mostRuns() + o.coldRuns()
	}
	return agentRuns + mostLending() + o.mostRuns() + o.coldRuns()
}

// mostRuns is the most plain runs.
func (o *Options) mostRuns() int {
	if o.Runs > 0 {
		return o.Runs
	}
	return max(DefaultRuns, o.Least)
}
