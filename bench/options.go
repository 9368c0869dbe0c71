package bench

import (
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/store"
)

// Defaults of Options.
const (
	DefaultEffect  = 0.05
	DefaultBudget  = time.Minute
	fixedBudget    = 3 * time.Minute // where turns are counted, so that a busy machine does not cut them short
	DefaultTimeout = time.Minute
)

// Options say where and how arms are compared.
type Options struct {
	Dir    string   // where paths begin; "": the current folder
	Env    []string // of everything that is run
	Labels map[string]string
	Seed   uint64        // of the order of the runs
	Turns  int           // exactly so many; 0: as the plan of looks has it, or the experiment
	Effect float64       // relative, the least difference that matters; 0: DefaultEffect, or the experiment's
	Budget time.Duration // for all runs together, without builds; 0: DefaultBudget, or three minutes of an experiment that says how many turns
	// Timeout is that of one run; 0: DefaultTimeout.
	Timeout  time.Duration
	Smoke    bool // of an experiment: its smallest size
	Store    *store.Store
	Tool     evidence.Tool
	Now      func() time.Time
	Progress func(Step) // is told what is done now; may be nil
}

// A Step is what is done now.
type Step struct {
	Text     string
	Of, Done int           // turns planned and done; Of is 0 where nothing is counted
	Left     time.Duration // of the budget; 0 where none applies
}

func (o *Options) progress(s Step) {
	if o.Progress != nil {
		o.Progress(s)
	}
}

func (o *Options) budget() time.Duration {
	if o.Budget > 0 {
		return o.Budget
	}
	return DefaultBudget
}

func (o *Options) timeout() time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return DefaultTimeout
}
