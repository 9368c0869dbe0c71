package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/host"
)

// An arm takes part in a contest.
type arm struct {
	about   evidence.Arm
	command experiment.Command
}

// A contest makes runs of arms in turns. The first arm is the baseline; it takes part twice, so that its runs show what
// differs without a difference.
type contest struct {
	Options
	session *experiment.Session
	arms    []arm
	metrics []Metric
	effect  float64
	warmUps int // turns before the first that counts

	before, after []experiment.Command // of each run, untimed
	anyWork       bool                 // arms may print different results
	anyExit       bool                 // a run may end with any code
	text          bool                 // all that is printed is the result

	settled func() bool // whether the turns so far tell what is asked for; nil: every row

	gate    *host.Gate
	looks   comparison.Looks
	samples [][]sample // by part and turn
	work    *work      // of the first run
	began   int64      // ns of CLOCK_MONOTONIC
	origin  string     // the part whose work that is
}

// A sample is what one run gave.
type sample struct {
	start   float64 // seconds since the contest began
	demand  float64 // CPUs that it wanted, on average; -1: not measured
	figures []figure
}

// parts are the names of what runs in a turn: all arms, and the baseline again unless everything is exact.
func (c *contest) parts() []string {
	var all []string
	for i := range c.arms {
		all = append(all, c.arms[i].about.Name)
	}
	if c.exact() {
		return all
	}
	return append(all, again(all[0]))
}

// again is the name of the baseline's second part.
func again(baseline string) string { return baseline + " again" }

// exact reports whether all metrics are.
func (c *contest) exact() bool {
	for i := range c.metrics {
		if !c.metrics[i].Exact {
			return false
		}
	}
	return true
}

// run looks at the machine and makes the turns.
func (c *contest) run(ctx context.Context) (err error) {
	c.progress(Step{Text: "looking whether this machine is fit to judge wall times"})
	if c.gate, err = host.OpenGate(ctx, host.Fingerprint(c.Dir)); err != nil {
		return err
	}
	defer c.gate.Close()
	return c.turns(ctx)
}

// turns makes them, while the gate is open.
func (c *contest) turns(ctx context.Context) (err error) {
	c.began = experiment.Monotonic()
	parts := c.parts()
	c.samples = make([][]sample, len(parts))
	order := experiment.NewBlocks(c.Seed, len(parts))
	end := c.Now().Add(c.budget())
	for n := -c.warmUps; ; n++ {
		began := c.Now()
		turn := make([]sample, len(parts))
		for _, part := range order.Turn() {
			c.progress(Step{Text: "runs in turns", Of: c.looks.Most(), Done: max(0, n), Left: end.Sub(c.Now())})
			if turn[part], err = c.one(ctx, part); err != nil {
				return err
			}
		}
		if n < 0 {
			continue
		}
		for part := range turn {
			c.samples[part] = append(c.samples[part], turn[part])
		}
		c.gate.Spin()
		now := c.Now()
		late := now.Add(now.Sub(began)).After(end)
		if due, last := c.looks.Due(n+1, late); last || due && c.enough() {
			return nil
		}
	}
}

// one makes a run of a part, with what belongs before and after it.
func (c *contest) one(ctx context.Context, part int) (sample, error) {
	a := &c.arms[part%len(c.arms)]
	for _, command := range c.before {
		if err := c.aside(ctx, command, "what prepares a run"); err != nil {
			return sample{}, err
		}
	}
	s, err := c.measure(ctx, a)
	if err != nil {
		return sample{}, err
	}
	for _, command := range c.after {
		if err := c.aside(ctx, command, "what follows a run"); err != nil {
			return sample{}, err
		}
	}
	return s, nil
}

// measure runs an arm once and reads what it cost and printed.
func (c *contest) measure(ctx context.Context, a *arm) (sample, error) {
	out := newPrinted(c.text)
	command := a.command
	command.Stdout, command.Timeout, command.Family = out, c.timeout(), true
	run, err := c.session.Run(ctx, command, experiment.Ready{Kind: experiment.Exit})
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w", a.about.Name, err)
	}
	if !run.Good() && !(c.anyExit && run.Outcome == experiment.OutcomeCrashed) {
		return sample{}, &ArmError{Arm: a.about.Name, Problem: problem(&run), Lines: run.LastLines}
	}
	wall := float64(run.End-run.Start) / 1e9
	c.gate.Add(host.Used{Wall: wall, CPU: run.CPU, Switches: run.Involuntary})
	if err := c.sameWork(a.about.Name, out.work()); err != nil {
		return sample{}, err
	}
	s := sample{start: float64(run.Start-c.began) / 1e9, demand: run.Demand}
	if s.figures, err = out.figures(c.metrics); err != nil {
		return sample{}, &ArmError{Arm: a.about.Name, Problem: err.Error()}
	}
	return s, c.outside(&s, a, &run, wall)
}

// outside adds what was measured from outside and is asked for.
func (c *contest) outside(s *sample, a *arm, run *experiment.Run, wall float64) error {
	for i := range c.metrics {
		switch name := c.metrics[i].Name; name {
		case MetricWall:
			s.figures = append(s.figures, figure{name, "", wall})
		case MetricCPU:
			s.figures = append(s.figures, figure{name, "", run.CPU})
		case MetricRSS:
			if run.TreeRSS > 0 { // else it ended before it could be seen: series says so
				s.figures = append(s.figures, figure{name, "", float64(run.TreeRSS)})
			}
		}
	}
	if len(s.figures) == 0 {
		return &ArmError{Arm: a.about.Name, Problem: "it printed no figures, which are lines of the Go benchmark format", Lines: run.LastLines}
	}
	return nil
}

// sameWork holds that all runs print the same.
func (c *contest) sameWork(part string, w work) error {
	if c.anyWork {
		return nil
	}
	if c.work == nil {
		c.work, c.origin = &w, part
		return nil
	}
	if c.work.sum == w.sum {
		return nil
	}
	return &ArmError{Arm: part, Problem: w.differs(part, c.origin, *c.work).Error(), Unequal: true}
}

// aside runs a command that is not measured.
func (c *contest) aside(ctx context.Context, command experiment.Command, what string) error {
	command.Timeout = c.timeout()
	run, err := c.session.Run(ctx, command, experiment.Ready{Kind: experiment.Exit})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if !run.Good() {
		return &ArmError{Arm: what, Problem: problem(&run), Lines: run.LastLines}
	}
	return nil
}

// problem says how a run went wrong.
func problem(run *experiment.Run) string {
	if run.Outcome == experiment.OutcomeTimeout {
		return fmt.Sprintf("it had not ended after %s", (time.Duration(run.End - run.Start)).Round(time.Millisecond))
	}
	if run.Problem != "" {
		return run.Problem
	}
	return fmt.Sprintf("it ended with code %d", run.ExitCode)
}

// enough reports whether the turns so far tell what is asked for.
func (c *contest) enough() bool {
	if c.settled != nil {
		return c.settled()
	}
	return c.rowsSettled(&view{rec: c.measured(), looks: c.looks.Taken, effect: c.effect, unfit: c.gate.Fitness().Unfit})
}

// rowsSettled reports whether further turns would change nothing but wall times.
func (c *contest) rowsSettled(v *view) bool {
	for _, candidate := range c.arms[1:] {
		for _, r := range v.rows(c.arms[0].about.Name, candidate.about.Name) {
			open := r.Outcome == comparison.NoDifference && !r.Exact || r.Outcome == comparison.NotEnough
			if open && r.Statistic == "median" && r.Class != comparison.Wall {
				return false
			}
		}
	}
	return true
}

// An ArmError says which arm broke a contest, and why.
type ArmError struct {
	Arm, Problem string
	Lines        []string // that it wrote last
	Unequal      bool     // its result is not that of the others
}

// Error returns the problem and the lines that the arm wrote last.
func (e *ArmError) Error() string {
	text := e.Problem
	if !e.Unequal {
		text = e.Arm + ": " + e.Problem
	}
	for _, line := range e.Lines {
		text += "\n\t" + line
	}
	return text
}
