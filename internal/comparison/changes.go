package comparison

import (
	"maps"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
)

// Changes are what became of the causes. The lists are in the order of finding.Rank.
type Changes struct {
	Appeared, Vanished []evidence.Finding
	Grew, Shrank       []Change
	Unseen             []evidence.Finding // of one arm, while the other arm could not have seen them: nobody knows
}

// A Change is a cause that both arms have.
type Change struct {
	Baseline, Candidate evidence.Finding
}

// When a cause has grown or shrunk. A cost mostly comes from the one run that explains the others, and
// a run varies: below leastCost nothing is a finding anyway (DESIGN.md, severity), and less than half as
// much again is what one sees between two runs of the same program where others use the machine, too. What
// is reported here is a hint; whether the program as a whole is slower is judged by its runs.
const (
	growth    = 1.5
	leastCost = 0.005 // seconds
)

// Findings compares the causes of both arms by fingerprint. couldSee tells of a rule whether
// the runs of both arms could have seen it: what only one arm has is Unseen if not. Facts of severity
// info, and causes of low severity, count only where they are one in the other arm: what is below 5 % or 5 ms comes
// and goes between two runs of one program.
func Findings(baseline, candidate []evidence.Finding, couldSee func(rule string) bool) Changes {
	old, now := byFingerprint(baseline), byFingerprint(candidate)
	var ch Changes
	only := func(f evidence.Finding, list *[]evidence.Finding) {
		if f.Severity == finding.Info || f.Severity == finding.Low {
			return
		}
		if !couldSee(f.Rule) {
			list = &ch.Unseen
		}
		*list = append(*list, f)
	}
	for _, f := range ranked(old) {
		if _, both := now[f.Fingerprint]; !both {
			only(f, &ch.Vanished)
		}
	}
	for _, f := range ranked(now) {
		if before, both := old[f.Fingerprint]; both {
			ch.resized(Change{before, f})
		} else {
			only(f, &ch.Appeared)
		}
	}
	ch.Unseen = finding.Rank(ch.Unseen)
	return ch
}

func (ch *Changes) resized(c Change) {
	if c.Baseline.Severity == finding.Info && c.Candidate.Severity == finding.Info {
		return
	}
	switch old, now := c.Baseline.Cost, c.Candidate.Cost; {
	case old.Unit != now.Unit || overlap(old.CI95, now.CI95):
	case now.Value >= growth*old.Value && now.Value-old.Value >= leastCost:
		ch.Grew = append(ch.Grew, c)
	case old.Value >= growth*now.Value && old.Value-now.Value >= leastCost:
		ch.Shrank = append(ch.Shrank, c)
	}
}

// overlap tells whether both have an interval and these have something in common.
func overlap(a, b *[2]float64) bool {
	return a != nil && b != nil && a[0] <= b[1] && b[0] <= a[1]
}

// byFingerprint returns the findings by fingerprint. Several of one place, as from two phases, count
// together, and the dearest of them stands for all; what is only a fact beside a cause is left out.
func byFingerprint(all []evidence.Finding) map[string]evidence.Finding {
	out := map[string]evidence.Finding{}
	for _, f := range finding.Rank(all) {
		first, there := out[f.Fingerprint]
		switch {
		case !there:
			first = f
		case f.Severity != finding.Info || first.Severity == finding.Info:
			first.Cost.Value += f.Cost.Value
			first.Cost.CI95 = nil
		}
		out[f.Fingerprint] = first
	}
	return out
}

// ranked returns the findings in the order of finding.Rank, which keeps that of equals.
func ranked(all map[string]evidence.Finding) []evidence.Finding {
	var out []evidence.Finding
	for _, fingerprint := range slices.Sorted(maps.Keys(all)) {
		out = append(out, all[fingerprint])
	}
	return finding.Rank(out)
}
