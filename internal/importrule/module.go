package importrule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// modules judges each module of which packages are imported, at the import of the main modules that is nearest to it.
func (j *judge) modules(r *Rules) {
	if r.Allow == nil && r.Deny == nil {
		return
	}
	j.importers(r)
	seen := map[string]bool{}
	for i := range j.Imports {
		e := &j.Imports[i]
		to := &j.Packages[e.To]
		if to.Home || to.Module == Std || to.Module == "" || seen[to.Module] || j.Packages[e.From].Module == to.Module {
			continue
		}
		seen[to.Module] = true
		if why, reason := r.refused(j.Program, to.Module); why != "" {
			title := fmt.Sprintf("module %s %s: %s imports it", to.Module, why, j.short(e.From))
			f := at(violation(j.Program, RuleModule, why, e.From, to.Module, title, reason), e)
			f.Where.Symbol = ""
			j.add(f)
		}
	}
}

// refused says why a module is not allowed, "" if it is.
func (r *Rules) refused(p *Program, module string) (why, reason string) {
	expired := func(l Listed) bool { return !l.Until.IsZero() && !p.Now.Before(l.Until) }
	for _, l := range r.Deny {
		if l.Module.matcher(p.Module)(module, module) && !expired(l) {
			return "is denied", l.Reason
		}
	}
	if r.Allow == nil {
		return "", ""
	}
	ended := -1
	for i, l := range r.Allow {
		if !l.Module.matcher(p.Module)(module, module) {
			continue
		}
		if !expired(l) {
			return "", ""
		}
		ended = i
	}
	if ended >= 0 {
		l := r.Allow[ended]
		return "was allowed until " + l.Until.Format(time.DateOnly), l.Reason
	}
	return "is not among those allowed", ""
}

// Who may import a module, besides patterns of packages.
const (
	ByTests  = "tests"  // tests of the main modules
	ByOthers = "others" // other modules alone
)

// importers judges who of the main modules imports a module that only some may. Tests may always, unless only other
// modules may.
func (j *judge) importers(r *Rules) {
	for k := range r.Allow {
		l := &r.Allow[k]
		if l.By == nil {
			continue
		}
		is, by := l.Module.matcher(j.Module), j.matching(l.By)
		testsToo := !slices.ContainsFunc(l.By, func(p Pattern) bool { return p.Text == ByOthers })
		for i := range j.Imports {
			e := &j.Imports[i]
			to := j.Packages[e.To].Module
			if !j.Packages[e.From].Home || !is(to, to) || by[e.From] || e.Test && testsToo {
				continue
			}
			title := fmt.Sprintf("%s imports module %s, which is for %s", j.short(e.From), to, spokenBy(l.By))
			j.add(at(violation(j.Program, RuleModule, "by", e.From, to, title, l.Reason), e))
		}
	}
}

// spokenBy lists who may import a module.
func spokenBy(all []Pattern) string {
	var names []string
	for _, p := range all {
		switch p.Text {
		case ByTests:
			names = append(names, "tests alone")
		case ByOthers:
			names = append(names, "other modules alone")
		default:
			names = append(names, strings.TrimPrefix(p.Text, "./"))
		}
	}
	return strings.Join(names, ", ")
}

// Ratchet divides findings into new ones and those that a baseline knows, and says how many of the baseline are gone.
func Ratchet(found []evidence.Finding, known []string) (fresh, old []evidence.Finding, gone []string) {
	left := slices.Clone(known)
	for _, f := range found {
		if i := slices.Index(left, f.Fingerprint); i >= 0 {
			old = append(old, f)
			left = slices.Delete(left, i, i+1)
			continue
		}
		fresh = append(fresh, f)
	}
	return fresh, old, left
}
