package deps

import (
	"context"
	"slices"
	"time"

	"github.com/cupelgo/cupel/evidence"
	findings "github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/hygiene"
)

// AuditOptions say what is looked at, and what it is held against.
type AuditOptions struct {
	Options
	Rules         string    // file with rules; "" is cupel.yaml at the root of the module, if there is one
	UpdateRatchet bool      // write the ratchet's baseline anew
	Lean          bool      // only the graph and its rules
	VerifyCache   bool      // hash the unpacked folders of the module cache, too
	Now           time.Time // against which allowances expire
}

// An Audited graph is one with what there is to find in it.
type Audited struct {
	*Result
	Judgement *Judgement         // of the rules; nil if there are none
	Troubles  []evidence.Finding // what kept a part of the graph from being read
	Hygiene   []evidence.Finding // what is wrong with what files say of modules
	Skipped   []evidence.Skipped // what of that could not be told
	Path      string             // of the record; "" if none is stored
	Record    *evidence.Record   // nil if none was made
	Why       string             // why no record is stored; "" if one is, or none was wanted
}

// Audit reads the graph that was asked for, and judges the whole of its main modules: rules and hygiene are of every
// package, on every platform and with tests.
func Audit(ctx context.Context, o AuditOptions) (*Audited, error) {
	if o.Lean {
		return lean(ctx, o)
	}
	whole, err := Load(ctx, o.whole())
	if err != nil {
		return nil, err
	}
	asked, err := o.asked(ctx, whole)
	if err != nil {
		return nil, err
	}
	a := &Audited{Result: Summarize(asked), Troubles: whole.troubles(whole.moduleName())}
	if a.Judgement, err = whole.judge(o.judging()); err != nil {
		return nil, err
	}
	facts, err := whole.facts(ctx, o.Env, o.VerifyCache)
	if err != nil {
		return nil, err
	}
	a.Hygiene, a.Skipped = hygiene.Run(facts, whole.moduleName())
	if !o.VerifyCache {
		a.Skipped = append(a.Skipped, evidence.Skipped{
			What: "the unpacked folders of the module cache", Why: "they were not hashed, which reads all of them", Remedy: "cupel deps --verify-cache",
		})
	}
	return a, nil
}

// lean reads the whole only where there are rules.
func lean(ctx context.Context, o AuditOptions) (*Audited, error) {
	g, err := Load(ctx, o.Options)
	if err != nil {
		return nil, err
	}
	a := &Audited{}
	if _, rules, err := g.rules(o.Rules); err != nil || rules != nil || o.UpdateRatchet {
		whole, err := Load(ctx, o.whole())
		if err != nil {
			return nil, err
		}
		if a.Judgement, err = whole.judge(o.judging()); err != nil {
			return nil, err
		}
	}
	a.Result = Summarize(g.View(g.Scope()))
	return a, nil
}

func (o *AuditOptions) judging() judging {
	return judging{file: o.Rules, update: o.UpdateRatchet, now: o.Now}
}

// whole is all of the main modules.
func (o *AuditOptions) whole() Options {
	w := o.Options
	w.Patterns, w.All, w.Tests, w.Exact = []string{"work"}, true, true, false
	return w
}

// asked is the view that was asked for: of the whole, if that is what the patterns name.
func (o *AuditOptions) asked(ctx context.Context, whole *Graph) (*View, error) {
	mains := 0
	for i := range whole.Modules {
		if whole.Modules[i].Main {
			mains++
		}
	}
	all := len(o.Patterns) == 0 || slices.Equal(o.Patterns, []string{"./..."})
	if all && mains == 1 && whole.root() == whole.Dir && !o.Exact {
		return whole.View(Scope{Context: whole.Native, All: o.All, Tests: o.Tests}), nil
	}
	g, err := Load(ctx, o.Options)
	if err != nil {
		return nil, err
	}
	return g.View(g.Scope()), nil
}

// Findings are all of them, the heaviest first, with those that the ratchet knows.
func (a *Audited) Findings() []evidence.Finding {
	all := slices.Concat(a.Troubles, a.Hygiene)
	if a.Judgement != nil {
		all = slices.Concat(all, a.Judgement.Broken, a.Judgement.Known)
	}
	return findings.Rank(all)
}
