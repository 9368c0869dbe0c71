package comparison

import (
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
)

// fixedLevel is the confidence level where there is one look only, at as many pairs as were asked for.
const fixedLevel = 0.95

// A Look is a time at which pairs are judged. A row that is decided then stays so: the plan lets each look err a
// little, and all of them together no more than once in twenty times.
type Look struct {
	Pairs int
	Level float64 // of the intervals
}

// Looks decides when pairs are judged, and keeps when they were.
type Looks struct {
	Exactly int // one look, at so many pairs; 0: those of [stats.DefaultSpending]
	Taken   []Look
}

// Most is the most pairs that are judged.
func (l *Looks) Most() int {
	if l.Exactly > 0 {
		return l.Exactly
	}
	return stats.DefaultSpending().Most
}

// First is at how many pairs they are judged first.
func (l *Looks) First() int {
	if l.Exactly > 0 {
		return l.Exactly
	}
	return stats.DefaultSpending().First
}

// Due reports whether n pairs are to be judged now, and takes that look; late says that no further pair can be
// afforded. After the last look there is no other.
func (l *Looks) Due(n int, late bool) (due, last bool) {
	spending := stats.DefaultSpending()
	before := 0
	if len(l.Taken) > 0 {
		before = l.Taken[len(l.Taken)-1].Pairs
	}
	last = late || n >= l.Most()
	if n == 0 || !last && (l.Exactly > 0 || n != spending.Next(before)) {
		return false, last
	}
	level := fixedLevel
	if l.Exactly == 0 {
		level = spending.Level(n, before, last)
	}
	l.Taken = append(l.Taken, Look{n, level})
	return true, last
}

// Unlooked is the one look at a record in which no pair was made: what is exact is judged all the same.
func Unlooked() []Look { return []Look{{0, fixedLevel}} }

// JudgeLooks judges the series at each look. Options.Level is not used.
func JudgeLooks(all []Series, o Options, looks []Look) (rows [][]Row) {
	for _, l := range looks {
		o.Level = l.Level
		rows = append(rows, Judge(first(all, l.Pairs), o))
	}
	return rows
}

// FirstDecided returns each row of the first look that decides it, else of the last one.
func FirstDecided(looks [][]Row) (rows []Row) {
	for _, now := range looks {
		now = slices.Clone(now)
		for i := range now {
			if i < len(rows) && rows[i].Decided() {
				now[i] = rows[i]
			}
		}
		rows = now
	}
	return rows
}

// Decided reports whether further pairs would change nothing.
func (r *Row) Decided() bool {
	return r.Outcome == Improved || r.Outcome == Regressed || r.Outcome == WithinNoise
}

// first leaves the first n pairs, or as many as there are: a record may come from anywhere.
func first(all []Series, n int) []Series {
	all = slices.Clone(all)
	for i := range all {
		if s := &all[i]; s.Paired {
			n := min(n, len(s.Baseline), len(s.Candidate))
			if s.Again != nil {
				n = min(n, len(s.Again))
				s.Again = s.Again[:max(0, n)]
			}
			n = max(0, n)
			s.Baseline, s.Candidate = s.Baseline[:n], s.Candidate[:n]
		}
	}
	return all
}
