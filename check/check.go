package check

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/manifest"
)

// A Capability is what the first word of a run names.
type Capability struct {
	claim.Capability
	// Prepare reads the words of a run after the first one. Paths in them are relative to dir. Its errors are
	// mistakes in the claims file.
	Prepare func(words []string, dir string) (Subject, error)
}

// A Subject is what a run measures.
type Subject interface {
	// MostRuns is how often the program is executed at the most.
	MostRuns(Request) int
	// Measure measures it. Where the program does not get ready the error says so, and there is no evidence.
	Measure(context.Context, Request) (*Measured, error)
}

// A Request is what claims about a run need.
type Request struct {
	Against string // what the run is compared with, as the claims name it; "": with nothing
	Least   int    // runs that a claim needs, 0 if any number does
	// Settled reports whether what pairs of runs tell so far decides the claims that compare.
	Settled func(claim.Evidence) bool
	// Judge gives the verdicts to store with the record.
	Judge func(claim.Evidence) []evidence.Verdict
}

// Measured is what a run gave.
type Measured struct {
	Path  string   // of the record that has the verdicts
	Notes []string // what weakens or limits all of it, one sentence each
}

// Options say what to check.
type Options struct {
	File         *claim.File
	Capabilities []Capability
	Env          []string // of setup commands
	Now          func() time.Time
	Progress     func(text string)        // is told what is done now; may be nil
	Hide         func(text string) string // takes secrets out of what is shown of the file; may be nil
}

// Plan is what would be run.
type Plan struct {
	File     *claim.File
	Runs     []PlannedRun
	Warnings []claim.Warning
}

// PlannedRun is a run that claims share.
type PlannedRun struct {
	Run, Against string
	Claims       []string
	Least        int // runs of the program that the claims need
	Most         int // times that the program is executed
}

// Preview says what Run would do, without running anything. Its error is a *[manifest.Errors].
func Preview(o Options) (*Plan, error) {
	groups, err := o.groups()
	if err != nil {
		return nil, err
	}
	p := &Plan{File: o.File, Warnings: o.File.Lint()}
	for _, g := range groups {
		planned := PlannedRun{Run: o.shown(g.claims[0].Run), Against: g.Against, Least: g.Least, Most: g.subject.MostRuns(g.Request)}
		for _, c := range g.claims {
			planned.Claims = append(planned.Claims, c.Name)
		}
		p.Runs = append(p.Runs, planned)
	}
	return p, nil
}

// Run does the setup steps, makes the runs and judges the claims. What does not work is part of the result; the
// error is that of a cancelled context, or a *[manifest.Errors] before anything has run.
func Run(ctx context.Context, o Options) (*Result, error) {
	groups, err := o.groups()
	if err != nil {
		return nil, err
	}
	res := &Result{File: o.File.Path, Warnings: o.File.Lint()}
	if res.Setup = o.setup(ctx); ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for i, g := range groups {
		if res.broken() {
			g.give(o, res, "setup did not work, so that nothing was run")
			continue
		}
		o.progress(fmt.Sprintf("run %d of %d: %s%s", i+1, len(groups), g.claims[0].Run, g.needs()))
		if g.measure(ctx, o, res); ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	res.order(o.File)
	return res, nil
}

func (o *Options) progress(text string) {
	if o.Progress != nil {
		o.Progress(o.shown(text))
	}
}

// shown is a text without the secrets of the file.
func (o *Options) shown(text string) string {
	if o.Hide == nil {
		return text
	}
	return o.Hide(text)
}

// dir is where paths of the file begin.
func (o *Options) dir() string { return filepath.Dir(o.File.Path) }

// A group is the claims about one run.
type group struct {
	Request
	claims  []*claim.Claim
	subject Subject
}

// groups returns the runs to make, in the order of the file. Claims without a baseline join the first run of the
// same words.
func (o *Options) groups() ([]*group, error) {
	var all []*group
	wrong := &manifest.Errors{Path: o.File.Path}
	for i := range o.File.Claims {
		c := &o.File.Claims[i]
		at := slices.IndexFunc(all, func(g *group) bool {
			return slices.Equal(g.claims[0].Words, c.Words) && (g.Against == "" || c.Against == "" || g.Against == c.Against)
		})
		if at < 0 {
			subject, err := o.prepare(c)
			if err != nil {
				wrong.Add(c.RunAt, o.shown(err.Error()))
				continue
			}
			all = append(all, &group{subject: subject})
			at = len(all) - 1
		}
		all[at].add(c)
	}
	if len(wrong.List) > 0 {
		return nil, wrong
	}
	return all, nil
}

func (o *Options) prepare(c *claim.Claim) (Subject, error) {
	i := slices.IndexFunc(o.Capabilities, func(k Capability) bool { return k.Name == c.Words[0] })
	return o.Capabilities[i].Prepare(c.Words[1:], o.dir())
}

// needs says how many runs the claims need, where that is more than are made anyway.
func (g *group) needs() string {
	if g.Least <= usualRuns {
		return ""
	}
	return fmt.Sprintf(" (%d plain runs or more, which its claims need)", g.Least)
}

// usualRuns is how many plain runs are made of any program: fewer have no interval.
const usualRuns = 6

func (g *group) add(c *claim.Claim) {
	g.claims = append(g.claims, c)
	g.Least = max(g.Least, c.Expect.Runs())
	if c.Against != "" {
		g.Against = c.Against
	}
}

// measure makes the run and judges its claims.
func (g *group) measure(ctx context.Context, o Options, res *Result) {
	began := o.Now()
	g.Settled = g.settled
	var verdicts []evidence.Verdict
	g.Judge = func(ev claim.Evidence) []evidence.Verdict {
		verdicts = g.judge(ev)
		return verdicts
	}
	m, err := g.subject.Measure(ctx, g.Request)
	if err != nil || len(verdicts) != len(g.claims) {
		t := Trouble{Run: o.shown(g.claims[0].Run), Why: o.shown(reasonOf(err))}
		g.give(o, res, t.Why)
		res.Troubles = append(res.Troubles, t)
		return
	}
	for i, c := range g.claims {
		res.Claims = append(res.Claims, Judged{Claim: c, Run: o.shown(c.Run), Verdict: verdicts[i], Record: m.Path})
	}
	for _, note := range m.Notes {
		res.Notes = append(res.Notes, o.shown(g.claims[0].Run+": "+note))
	}
	res.Seconds += o.Now().Sub(began).Seconds()
}

// settled leaves out what is exact, of which more pairs tell nothing more.
func (g *group) settled(so claim.Evidence) bool {
	return !slices.ContainsFunc(g.claims, func(c *claim.Claim) bool {
		e := &c.Expect
		return e.Statistic == claim.Ratio && !e.Metric.Exact && e.Judge(so).Outcome == claim.Unknown
	})
}

func (g *group) judge(ev claim.Evidence) (all []evidence.Verdict) {
	for _, c := range g.claims {
		v := c.Expect.Judge(ev)
		v.Claim = c.Name
		all = append(all, v)
	}
	return all
}

// give says of all claims of the group that nothing is known, and why.
func (g *group) give(o Options, res *Result, why string) {
	for _, c := range g.claims {
		res.Claims = append(res.Claims, Judged{Claim: c, Run: o.shown(c.Run), Verdict: evidence.Verdict{
			Claim: c.Name, Outcome: claim.Unknown, Direction: "none", Reason: why,
		}})
	}
}
