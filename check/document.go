package check

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Document turns the result into what a user reads.
func (r *Result) Document() *report.Document {
	d := &report.Document{Answer: r.answer()}
	d.Sections = append(d.Sections, r.table())
	if !r.broken() { // else all have one reason, which is the answer
		for _, outcome := range []string{claim.Fails, claim.Unknown} {
			d.Sections = append(d.Sections, r.reasons(outcome)...)
		}
	}
	d.Sections = append(d.Sections, r.notJudged()...)
	d.Sections = append(d.Sections, r.setupSection()...)
	d.Sections = append(d.Sections, r.evidenceSection()...)
	for _, w := range r.Warnings {
		d.Notes = append(d.Notes, r.File+":"+w.String())
	}
	d.Notes = append(d.Notes, r.Notes...)
	return d
}

// answer is the first line.
func (r *Result) answer() string {
	for _, s := range r.Setup {
		if s.Err != nil {
			first, _, _ := strings.Cut(s.Err.Error(), "\n")
			return fmt.Sprintf("nothing was judged: %s: %s %s: %s", s.wrong(), s.Step.Kind, s.Step.Value, first)
		}
	}
	n, holds, fails, unknown := len(r.Claims), r.Count(claim.Holds), r.Count(claim.Fails), r.Count(claim.Unknown)
	switch {
	case holds == n && n == 1:
		return "the claim holds: " + r.Claims[0].Claim.Name
	case holds == n:
		return fmt.Sprintf("all %d claims hold", n)
	case fails == n && n == 1:
		return "the claim fails: " + r.Claims[0].Claim.Name
	}
	var parts []string
	if missing, why := r.unjudged(); missing == n {
		return "nothing was judged: " + why
	} else if missing > 0 {
		unknown -= missing
		parts = append(parts, fmt.Sprintf("%d %s not judged: %s", missing, plural(missing, "was", "were"), why))
	}
	if fails > 0 {
		parts = append(parts, fmt.Sprintf("%d %s: %s", fails, plural(fails, "fails", "fail"), r.first(claim.Fails)))
	}
	if unknown > 0 {
		parts = append(parts, fmt.Sprintf("%d %s unknown: %s", unknown, plural(unknown, "is", "are"), r.first(claim.Unknown)))
	}
	return fmt.Sprintf("%d of %d claims %s, %s", holds, n, plural(holds, "holds", "hold"), strings.Join(parts, "; "))
}

// unjudged is how many claims no run gave evidence for, and why not the first of them.
func (r *Result) unjudged() (n int, why string) {
	for i, t := range r.Troubles {
		n += len(r.missing(t))
		if i == 0 {
			why, _, _ = strings.Cut(t.Why, "\n")
			why, _, _ = strings.Cut(why, "; ")
		}
	}
	if len(r.Troubles) > 1 {
		why += ", …"
	}
	return n, why
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// first names the first claim that was judged so, and says if there are others.
func (r *Result) first(outcome string) string {
	var names []string
	for _, j := range r.Claims {
		if j.Verdict.Outcome == outcome && j.Record != "" {
			names = append(names, j.Claim.Name)
		}
	}
	if len(names) > 1 {
		return names[0] + ", …"
	}
	return strings.Join(names, "")
}

func (r *Result) table() report.Section {
	t := &report.Table{Columns: []report.Column{{Name: "verdict"}, {Name: "claim"}, {Name: "measured", Align: report.Right}, {Name: "expected"}}}
	for _, j := range r.Claims {
		t.Rows = append(t.Rows, report.Row(j.Verdict.Outcome, j.Claim.Name, j.measured(), j.Claim.Expect.String()))
	}
	return report.Section{Table: t}
}

// measured is the interval that was judged.
func (j *Judged) measured() string {
	m := j.Verdict.Measured
	switch {
	case m == nil:
		return ""
	case j.Claim.Expect.Statistic == claim.Ratio && m[0] == m[1]:
		return fmt.Sprintf("%.3f", m[0])
	case j.Claim.Expect.Statistic == claim.Ratio:
		return fmt.Sprintf("%.3f–%.3f", m[0], m[1])
	case m[0] == m[1]:
		return unit.Format(m[0], j.Claim.Expect.Unit())
	}
	return unit.NewScale(j.Claim.Expect.Unit(), m[:]...).Range(m[0], m[1])
}

// Said is the verdict in one sentence.
func (j *Judged) Said() string {
	text := "expected " + j.Claim.Expect.String()
	if m := j.measured(); m != "" {
		text += ", measured " + m
	}
	if j.Verdict.Reason != "" {
		text += ": " + j.Verdict.Reason
	}
	return text
}

// reasons tells why claims do not hold, or why that is not known although the run gave evidence.
func (r *Result) reasons(outcome string) (all []report.Section) {
	for _, j := range r.Claims {
		if j.Verdict.Outcome != outcome || j.Record == "" {
			continue
		}
		s := report.Section{Title: outcome + ": " + j.Claim.Name, KeyValues: []report.KeyValue{
			{Key: "why", Value: cmp.Or(j.Verdict.Reason, "see what was measured")},
			{Key: "run", Value: "cupel " + j.Run, Literal: true},
			{Key: "at", Value: fmt.Sprintf("%s:%d", r.File, j.Claim.At.Line)},
		}}
		if j.Claim.Against != "" {
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: "old", Value: j.Claim.Against})
		}
		all = append(all, s)
	}
	return all
}

// missing are the claims that a run gave no evidence for.
func (r *Result) missing(t Trouble) (all []*claim.Claim) {
	for _, j := range r.Claims {
		if j.Record == "" && j.Run == t.Run && j.Verdict.Reason == t.Why {
			all = append(all, j.Claim)
		}
	}
	return all
}

// notJudged tells of each run that gave no evidence why, once for all of its claims.
func (r *Result) notJudged() (all []report.Section) {
	for _, t := range r.Troubles {
		claims := r.missing(t)
		title, at := fmt.Sprintf("not judged: %d claims", len(claims)), ""
		if len(claims) == 1 {
			title = "not judged: " + claims[0].Name
		}
		for _, c := range claims {
			at += fmt.Sprintf(", %d", c.At.Line)
		}
		all = append(all, report.Section{Title: title, KeyValues: []report.KeyValue{
			{Key: "why", Value: t.Why},
			{Key: "run", Value: "cupel " + t.Run, Literal: true},
			{Key: "at", Value: r.File + ":" + strings.TrimPrefix(at, ", ")},
		}})
	}
	return all
}

func (r *Result) setupSection() []report.Section {
	if len(r.Setup) == 0 {
		return nil
	}
	t := &report.Table{Columns: []report.Column{{Name: "setup"}, {Name: ""}, {Name: ""}, {Name: "took", Align: report.Right}}}
	for _, s := range r.Setup {
		state := "works"
		if s.Err != nil {
			state = "does not work: " + strings.ReplaceAll(s.Err.Error(), "\n", " | ")
		}
		t.Rows = append(t.Rows, report.Row(s.Step.Kind, s.Step.Value, state, unit.Seconds(s.Seconds)))
	}
	section := report.Section{Table: t}
	if !r.broken() {
		section.Aside = "setup"
	}
	return []report.Section{section}
}

// evidenceSection tells where the records lie, each once.
func (r *Result) evidenceSection() []report.Section {
	s := report.Section{Title: "evidence"}
	seen := map[string]bool{}
	for _, j := range r.Claims {
		if j.Record != "" && !seen[j.Record] {
			seen[j.Record] = true
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: "record", Value: j.Record, Literal: true})
		}
	}
	if len(s.KeyValues) == 0 {
		return nil
	}
	return []report.Section{s}
}
