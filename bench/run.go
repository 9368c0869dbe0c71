package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/secret"
)

// A Command is an arm that is a whole command.
type Command struct {
	Name  string
	Words []string // the program and its arguments
}

// RunOptions say which commands to compare and how.
type RunOptions struct {
	Options
	Arms    []Command // the first is the baseline
	WarmUps int       // turns before the first that counts

	Setup, Cleanup    [][]string // commands before the first run and after the last one
	Prepare, Conclude [][]string // commands before and after each run, untimed

	AnyOutput bool   // arms may print different results
	AnyExit   bool   // a run may end with any code
	Expect    string // of each other arm against the first; "": it is not slower

	// Settled reports whether what the turns so far tell of the last arm against the first is enough; nil: what is expected.
	Settled func(claim.Evidence) bool
	// Judge gives the verdicts to store, of the same; nil: those of what is expected.
	Judge func(claim.Evidence) []evidence.Verdict
}

// Run compares whole commands and stores what it found. A command that fails, or prints another result than the
// first, is an [*ArmError].
func Run(ctx context.Context, o RunOptions) (*Result, error) {
	expect, err := o.expectation()
	if err != nil {
		return nil, err
	}
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	c, err := o.contest(session)
	if err != nil {
		return nil, err
	}
	c.settled = func() bool { return c.judged(&o, expect) }
	if err := c.between(ctx, o.Setup, o.Cleanup); err != nil {
		return nil, err
	}
	rec := c.record()
	v := viewOf(rec)
	rec.Verdicts = v.verdicts(expect)
	if o.Judge != nil {
		rec.Verdicts = o.Judge(v.ends())
	}
	path, err := o.keep(rec, nil)
	return &Result{Record: rec, Path: path}, err
}

// expectation reads what is expected; nil: nothing but that no arm is slower.
func (o *RunOptions) expectation() (*claim.Expectation, error) {
	if o.Expect == "" {
		return nil, nil
	}
	e, err := claim.ParseExpectation(o.Expect, Claimable(), len(o.Arms) > 1)
	return &e, err
}

// contest finds the programs of all commands.
func (o *RunOptions) contest(session *experiment.Session) (c *contest, err error) {
	c = &contest{
		Options: o.Options, session: session, metrics: Outside(), effect: DefaultEffect, warmUps: o.WarmUps, text: true,
		anyWork: o.AnyOutput, anyExit: o.AnyExit, looks: comparison.Looks{Exactly: o.Turns},
	}
	if o.Effect > 0 {
		c.effect = o.Effect
	}
	for _, command := range o.Arms {
		a, err := o.arm(command)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", command.Name, err)
		}
		c.arms = append(c.arms, a)
	}
	if c.before, err = o.commands(o.Prepare); err != nil {
		return nil, err
	}
	c.after, err = o.commands(o.Conclude)
	return c, err
}

// between makes the turns between setup and cleanup; the latter is done whatever came before.
func (c *contest) between(ctx context.Context, setup, cleanup [][]string) (err error) {
	o := RunOptions{Options: c.Options}
	first, err := o.commands(setup)
	if err != nil {
		return err
	}
	last, err := o.commands(cleanup)
	if err != nil {
		return err
	}
	defer func() {
		for _, command := range last {
			err = errors.Join(err, c.aside(context.WithoutCancel(ctx), command, "what cleans up"))
		}
	}()
	for _, command := range first {
		if err := c.aside(ctx, command, "what sets up"); err != nil {
			return err
		}
	}
	return c.run(ctx)
}

func (o *RunOptions) arm(c Command) (arm, error) {
	command, err := o.command(c.Words)
	if err != nil {
		return arm{}, err
	}
	return arm{command: command, about: evidence.Arm{Name: c.Name, Command: secret.Args(c.Words), SHA256: sumFile(command.Path)}}, nil
}

func (o *RunOptions) commands(all [][]string) (out []experiment.Command, err error) {
	for _, words := range all {
		command, err := o.command(words)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", words[0], err)
		}
		out = append(out, command)
	}
	return out, nil
}

// command finds the program: a path, from Dir on, or a name on PATH.
func (o *RunOptions) command(words []string) (experiment.Command, error) {
	name := words[0]
	if filepath.Base(name) != name && !filepath.IsAbs(name) {
		name = filepath.Join(o.Dir, name)
		if abs, err := filepath.Abs(name); err == nil {
			name = abs
		}
	}
	path, err := lookPath(name, o.Env)
	if err != nil {
		return experiment.Command{}, fmt.Errorf("there is no program %s", words[0])
	}
	return experiment.Command{Path: path, Args: words[1:], Env: o.Env, Dir: o.Dir}, nil
}

// judged reports whether the turns so far give a verdict of each arm, or all rows where that cannot come.
func (c *contest) judged(o *RunOptions, expect *claim.Expectation) bool {
	rec := c.measured()
	rec.Metrics = append(rec.Metrics, c.planned()...)
	v := &view{rec: rec, looks: c.looks.Taken, effect: c.effect, unfit: c.gate.Fitness().Unfit}
	if o.Settled != nil {
		return o.Settled(v.ends())
	}
	open := false
	for _, verdict := range v.verdicts(expect) {
		open = open || verdict.Outcome == claim.Unknown
	}
	return !open || v.unfit != "" && c.rowsSettled(v)
}
