package claim

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/unit"
)

// judge looks for findings that should be absent. That there is none counts only where one could have been seen.
func (f *Filter) judge(ev Evidence) (outcome, reason string) {
	found := f.among(ev.Record.Findings)
	if f.New {
		if ev.Baseline == nil {
			return Unknown, "there is no baseline to tell what is new"
		}
		found = newOf(found, ev.Baseline.Findings)
	}
	if len(found) == 0 {
		if why := blind(ev.CouldSee, *f); why != "" {
			return Unknown, "no such finding, and none could have been seen: " + why
		}
		return Holds, "no such finding, and a probe that could see one ran"
	}
	reason = describe(found)
	if !f.New {
		return Fails, reason
	}
	if why := blind(ev.BaselineCouldSee, *f); why != "" {
		return Unknown, "in the candidate " + reason + "; the baseline may have it, too, where it could not be seen: " + why
	}
	return Fails, reason + "; not in the baseline"
}

// blind is why such findings could not be seen, "" if they could.
func blind(couldSee func(Filter) string, f Filter) string {
	if couldSee == nil {
		return "it is not known what was looked at"
	}
	return couldSee(f)
}

// among returns the findings that match, the heaviest first.
func (f *Filter) among(all []evidence.Finding) []evidence.Finding {
	return finding.Rank(slices.DeleteFunc(slices.Clone(all), func(g evidence.Finding) bool { return !f.Matches(&g) }))
}

// Matches says whether a finding satisfies all terms. Information, whose cost is part of other findings', matches
// only where a rule or a severity is named.
func (f *Filter) Matches(g *evidence.Finding) bool {
	named := false
	for _, t := range f.Terms {
		named = named || t.Key == "rule" || t.Key == "severity"
		has := field(g, t.Key)
		if t.Op == ">=" {
			if slices.Index(severities, has) < slices.Index(severities, t.Value) {
				return false
			}
		} else if has != t.Value {
			return false
		}
	}
	return named || g.Severity != finding.Info
}

// newOf returns the findings whose fingerprint none of the baseline has.
func newOf(found, baseline []evidence.Finding) []evidence.Finding {
	return slices.DeleteFunc(found, func(g evidence.Finding) bool {
		return slices.ContainsFunc(baseline, func(b evidence.Finding) bool { return b.Fingerprint == g.Fingerprint })
	})
}

// describe names the heaviest finding with its place and cost.
func describe(found []evidence.Finding) string {
	g := found[0]
	text := g.Rule
	if place := place(g.Where); place != "" {
		text += " at " + place
	}
	if g.Cost.Value != 0 {
		text += " costs " + unit.Format(g.Cost.Value, g.Cost.Unit)
		if ci := g.Cost.CI95; ci != nil {
			text += " (" + unit.NewScale(g.Cost.Unit, ci[:]...).Range(ci[0], ci[1]) + ")"
		}
	}
	if len(found) > 1 {
		text += fmt.Sprintf(", and %d more", len(found)-1)
	}
	return text
}

// place is the file and line to blame, or what else is known.
func place(f evidence.Frame) string {
	name := f.Package
	if f.Symbol != "" {
		name += "." + f.Symbol
	}
	if f.File == "" {
		return name
	}
	at := f.File
	if f.Line > 0 {
		at += ":" + strconv.Itoa(f.Line)
	}
	if name == "" {
		return at
	}
	return at + " (" + name + ")"
}
