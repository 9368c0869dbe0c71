package deps

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/hygiene"
	"github.com/cupelgo/cupel/internal/store"
)

// AuditOptions say what is looked at, and what it is held against.
type AuditOptions struct {
	Options
	Rules         string                                        // file with rules; "" is cupel.yaml at the root of the module, if there is one
	UpdateRatchet bool                                          // write the ratchet's baseline anew
	VerifyCache   bool                                          // hash the unpacked folders of the module cache, too
	Past          bool                                          // the graph is of an earlier revision than the rules: they need not match
	Lean          bool                                          // only the graph and its rules, without a record
	Store         *store.Store                                  // where the record is kept; nil: nowhere
	Judge         func(rec *evidence.Record) []evidence.Verdict // claims about the record; may be nil
	Evidence      func(*View) (*Evidence, error)                // what was measured of a program; may be nil
	Tool          evidence.Tool                                 // that writes the record
	Now           time.Time                                     // of the record, and against which allowances expire
}

// An Audited graph is one with what there is to find in it.
type Audited struct {
	*Result
	Judgement *Judgement       // of the rules; nil if there are none
	Record    *evidence.Record // nil of a lean audit
	Path      string           // of the stored record; "" if there is none
	Unstored  string           // why not, where one was wanted

	hygiene []evidence.Finding
	skipped []evidence.Skipped
}

// Audit reads the graph that was asked for, and judges the whole of its main modules: rules and hygiene are of every
// package, on every platform and with tests.
func Audit(ctx context.Context, o AuditOptions) (*Audited, error) {
	if o.Lean {
		return justRules(ctx, &o)
	}
	a, whole, err := o.judged(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := whole.facts(ctx, o.Env, o.VerifyCache)
	if err != nil {
		return nil, err
	}
	a.hygiene, a.skipped = hygiene.Run(facts, whole.moduleName())
	if !o.VerifyCache {
		a.skipped = append(a.skipped, evidence.Skipped{
			What: "the unpacked folders of the module cache", Why: "they were not hashed, which reads all of them", Remedy: "cupel deps --verify-cache",
		})
	}
	a.Record = a.record(&o, whole, a.Judgement)
	if o.Judge != nil {
		a.Record.Verdicts = append(a.Record.Verdicts, o.Judge(a.Record)...)
	}
	if o.Store == nil {
		return a, nil
	}
	return a, a.keep(o.Store, whole)
}

// justRules reads the whole only where there are rules.
func justRules(ctx context.Context, o *AuditOptions) (*Audited, error) {
	if !o.expectsRules() {
		g, err := Load(ctx, o.Options)
		if err != nil {
			return nil, err
		}
		if _, rules, err := g.rules(o.Rules); err == nil && rules == nil && !o.UpdateRatchet {
			res, err := o.summarize(g.View(g.Scope()))
			return &Audited{Result: res}, err
		}
	}
	a, _, err := o.judged(ctx)
	return a, err
}

// judged reads the whole, says what there is to say of the part that was asked for, and judges the rules.
func (o *AuditOptions) judged(ctx context.Context) (a *Audited, whole *Graph, err error) {
	if whole, err = Load(ctx, o.whole()); err != nil {
		return nil, nil, err
	}
	asked, err := o.asked(ctx, whole)
	if err != nil {
		return nil, nil, err
	}
	a = &Audited{}
	if a.Result, err = o.summarize(asked); err != nil {
		return nil, nil, err
	}
	a.Judgement, err = whole.judge(o.judging())
	return a, whole, err
}

// expectsRules guesses whether there are rules, so that the whole is read at once: if they are named, or lie beside the
// nearest go.mod.
func (o *AuditOptions) expectsRules() bool {
	if o.Rules != "" || o.UpdateRatchet {
		return true
	}
	dir, err := filepath.Abs(o.Dir)
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil || dir == filepath.Dir(dir) {
			_, err := os.Stat(filepath.Join(dir, RulesName))
			return err == nil
		}
		dir = filepath.Dir(dir)
	}
	return false
}

// summarize says what there is to say about a view, with what was measured.
func (o *AuditOptions) summarize(v *View) (r *Result, err error) {
	r = Summarize(v)
	if o.Evidence != nil {
		r.Evidence, err = o.Evidence(v)
	}
	return r, err
}

func (o *AuditOptions) judging() judging {
	return judging{file: o.Rules, update: o.UpdateRatchet, past: o.Past, now: o.Now}
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
		return whole.part(Scope{Context: whole.Native, All: o.All, Tests: o.Tests}), nil
	}
	g, err := Load(ctx, o.Options)
	if err != nil {
		return nil, err
	}
	return g.View(g.Scope()), nil
}

// part is a view as if nothing else had been loaded: modules that only others need are not told of there.
func (g *Graph) part(s Scope) *View {
	v := g.View(s)
	here, all := v.reasons(), g.View(g.Scope()).reasons()
	own := *g
	own.Findings = slices.DeleteFunc(slices.Clone(g.Findings), func(f Finding) bool { return all[f.Text] && !here[f.Text] })
	v.Graph = &own
	return v
}
