package startup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/host"
)

// KindCompare is the kind of record that Compare writes.
const KindCompare = "startup.compare"

// DefaultEffect is the least difference that matters. docs/statistics.md tells how often equal programs are said to
// differ by it or more.
const DefaultEffect = 0.03

// CompareOptions say which two programs to compare and how.
type CompareOptions struct {
	Baseline, Candidate Options // budget, store, clock and progress of both are the candidate's
	Names               [2]string
	Seed                uint64  // of the order of the runs
	Pairs               int     // exactly so many; 0: until every row is settled, the most that the plan has, or the budget
	Effect              float64 // relative, the least that matters

	// Settled reports whether the pairs tell what is asked for, so that no more are needed; nil: time, CPU and RSS.
	Settled func(claim.Evidence) bool
	// Judge gives the verdicts to store with the comparison, which is complete but for them; nil: those of the rows.
	Judge func(*Comparison) []evidence.Verdict
}

// Comparison is what two programs were found to differ in.
type Comparison struct {
	Record              *evidence.Record
	Path                string           // of its evidence.json
	Baseline, Candidate *Result          // by themselves
	Rows                []comparison.Row // each of the first look that decides it

	looks [][]comparison.Row // the rows of each look
}

// MostRuns is the most runs that Compare makes of the two programs, all kinds together.
func (o *CompareOptions) MostRuns() int {
	baseline, candidate := o.Baseline, o.Candidate
	baseline.Runs, candidate.Runs = 1, 1
	return baseline.MostRuns() + candidate.MostRuns() - 2 + arms*((&comparison.Looks{Exactly: o.Pairs}).Most()+1)
}

// Troubled returns the arm that did not get ready, nil if both did or there is no comparison.
func (c *Comparison) Troubled() *Result {
	if c == nil {
		return nil
	}
	for _, r := range []*Result{c.Candidate, c.Baseline} {
		if r != nil && slices.ContainsFunc(r.Record.Findings, func(f evidence.Finding) bool { return f.Rule == ruleNotReady }) {
			return r
		}
	}
	return nil
}

// The arms of a comparison. The baseline takes part twice, so that its runs show what differs without a difference.
const (
	armBaseline = iota
	armCandidate
	armAgain
	arms
)

// armNames are the labels of the arms in the record.
var armNames = [arms]string{"baseline", "candidate", "baseline again"}

// Compare runs two programs in turns and tells what they differ in. Each is looked into by itself as by [Run],
// and has a record of its own. On [ErrNotReady] there is no comparison, and the records say why.
func Compare(ctx context.Context, o CompareOptions) (*Comparison, error) {
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	c := &contest{CompareOptions: o, session: session, looks: comparison.Looks{Exactly: o.Pairs}}
	for i, arm := range []Options{o.Baseline, o.Candidate} {
		if o.Baseline.Revision+o.Candidate.Revision != "" {
			arm.BuildFlags = append(slices.Clone(arm.BuildFlags), alike...)
		}
		arm.Budget, arm.Store, arm.Now, arm.Progress = o.Candidate.Budget, o.Candidate.Store, o.Candidate.Now, o.Candidate.Progress
		temp := filepath.Join(session.Temp(), armNames[i])
		if err := os.Mkdir(temp, 0o700); err != nil {
			return nil, err
		}
		m, err := open(ctx, arm, session, temp)
		if err != nil {
			return nil, ofArm(o.Names[i], arm.Target, err)
		}
		defer m.close()
		c.arms[i] = m
	}
	return c.run(ctx)
}

// ofArm says whose error it is, unless that says so itself.
func ofArm(name, target string, err error) error {
	if text := err.Error(); strings.HasPrefix(text, name+": ") || strings.HasPrefix(text, target+": ") {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// alike are the flags by which equal sources give equal executables, wherever they lie.
var alike = []string{"-trimpath", "-buildvcs=false"}

// interleaved is the order of plain runs that were made in turns with those of another arm, as in evidence.Plan.
const interleaved = "interleaved"

// A contest is the state of one Compare.
type contest struct {
	CompareOptions
	session *experiment.Session
	arms    [2]*measurement
	runs    [arms][]experiment.Run // those of equal index were made in turns
	gate    *host.Gate
	fitness host.Fitness
	looks   comparison.Looks

	reloading time.Duration // what reload took last
	unequal   string        // why it could not be done
}

func (c *contest) run(ctx context.Context) (*Comparison, error) {
	for i, m := range c.arms {
		if err := m.prepare(ctx); err != nil {
			return nil, ofArm(c.Names[i], m.Target, err)
		}
		m.record.Plan.Order = interleaved
	}
	if err := c.measure(ctx); err != nil {
		return nil, err
	}
	var own [2]*Result
	var trouble error
	for i, m := range c.arms {
		if err := m.target.intact(); err != nil {
			return nil, err
		}
		var err error
		if own[i], err = m.finish(); err != nil {
			trouble = errors.Join(trouble, fmt.Errorf("%s: %w", c.Names[i], err))
		}
	}
	if trouble != nil {
		return &Comparison{Baseline: own[0], Candidate: own[1]}, trouble
	}
	return c.conclude(own)
}

// measure makes all runs: those that explain each arm, and then the plain ones in turns.
func (c *contest) measure(ctx context.Context) error {
	now := c.Candidate.Now()
	end := now.Add(c.Candidate.Budget)
	for _, m := range c.arms {
		if err := m.target.observe(ctx, m, now.Add(c.Candidate.Budget/2)); err != nil {
			return err
		}
	}
	gate, err := host.OpenGate(ctx, c.arms[armCandidate].record.Host)
	if err != nil {
		return err
	}
	defer gate.Close()
	c.gate = gate
	err = c.turns(ctx, end)
	c.fitness = gate.Fitness()
	return err
}

// turns makes the plain runs. The first turn warms up and does not count.
func (c *contest) turns(ctx context.Context, end time.Time) error {
	order := experiment.NewBlocks(c.Seed, arms)
	for n, warm := 0, true; ; n, warm = n+1, false {
		began := c.Candidate.Now()
		if n%turnsPerBlock == 0 {
			c.reload()
		}
		var turn [arms]experiment.Run
		for _, arm := range order.Turn() {
			run, err := c.one(ctx, arm, end)
			if err != nil || !run.Good() {
				return err // the arm's record tells what happened
			}
			turn[arm] = run
		}
		if !warm {
			for arm := range turn {
				c.runs[arm] = append(c.runs[arm], turn[arm])
			}
		}
		c.gate.Spin()
		now := c.Candidate.Now()
		if c.enough(now.Add(now.Sub(began)).After(end)) {
			return nil
		}
	}
}

// turnsPerBlock is how many turns make a block of [experiment.Blocks].
const turnsPerBlock = 2

// longReload is what may be spent again and again on bringing both executables into the page cache.
const longReload = 500 * time.Millisecond

// reload has both executables lie in the page cache in the same way, else they differ by how each was written. Where
// that is quick it is done for each block, so that what is left of it differs by chance from block to block.
func (c *contest) reload() {
	if c.unequal != "" || c.reloading > longReload {
		return
	}
	began := c.Candidate.Now()
	for _, m := range c.arms {
		if err := experiment.Reload(m.plain); err != nil {
			c.unequal = reason(err)
			return
		}
	}
	c.reloading = c.Candidate.Now().Sub(began)
}

// one makes a run of an arm, and keeps it with those of its program.
func (c *contest) one(ctx context.Context, arm int, end time.Time) (experiment.Run, error) {
	m := c.arms[arm%armAgain]
	m.progress(Step{Text: "plain runs in turns", Of: c.looks.Most(), Done: len(c.runs[armBaseline]), Left: end.Sub(m.Now())})
	run, err := m.session.Run(ctx, m.plainCommand(), m.Ready)
	if err != nil {
		return run, err
	}
	if arm != armAgain || !run.Good() {
		m.seen.Plain = append(m.seen.Plain, run)
	}
	c.gate.Add(used(&run))
	return run, nil
}

// used is what the gate is told of a run.
func used(r *experiment.Run) host.Used {
	return host.Used{Wall: float64(r.End-r.Start) / 1e9, CPU: r.CPU, Switches: r.Involuntary}
}
