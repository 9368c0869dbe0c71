package importrule

import (
	"fmt"
	"slices"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// modules judges each module of which packages are imported, at the import of the main modules that is nearest to it.
func (j *judge) modules(r *Rules) {
	if r.Allow == nil && r.Deny == nil {
		return
	}
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
