package comparison

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/unit"
)

// answer is the first line: what became of the leading metric, then of the others, then of the findings.
func (r *Result) answer() string {
	lead := slices.IndexFunc(r.Rows, func(row Row) bool {
		return row.Metric == r.Lead.Metric && row.Label == "" && row.Statistic == statMedian
	})
	parts := []string{r.counts()}
	if r.Lead.Verb != "" && lead >= 0 {
		parts = []string{r.leading(&r.Rows[lead])}
		parts = append(parts, r.others()...)
	}
	return strings.Join(append(parts, r.findings()...), "; ")
}

// leading is what the answer says of the leading metric.
func (r *Result) leading(row *Row) string {
	after := fmt.Sprintf("%s %s after %s, %s after %s", r.Candidate, r.Lead.Verb, row.format(row.New), r.Baseline, row.format(row.Old))
	figures := fmt.Sprintf("(%s, %s)", row.against(), row.evidence())
	times := math.Max(row.Ratio.Value, 1/row.Ratio.Value)
	switch {
	case math.IsNaN(row.Old) || math.IsNaN(row.New):
		return fmt.Sprintf("not compared with %s: when %s %s (%s)", r.Baseline, r.Candidate, r.Lead.Verb, row.Reason)
	case row.Outcome == Improved:
		return fmt.Sprintf("%s %s %s times as fast as %s %s", r.Candidate, r.Lead.Verb, number(times), r.Baseline, figures)
	case row.Outcome == Regressed:
		return fmt.Sprintf("%s takes %s times as long as %s until it %s %s", r.Candidate, number(times), r.Baseline, r.Lead.Verb, figures)
	case row.Outcome == WithinNoise:
		return fmt.Sprintf("%s %s as fast as %s, %s %s", r.Candidate, r.Lead.Verb, r.Baseline, WithinNoise, figures)
	case row.Outcome == NoDifference && row.Reason != "":
		return fmt.Sprintf("%s: %s (%s; %s)", row.Sentence, after, row.evidence(), row.Reason)
	case row.outOfTurns(): // a footnote has the rest
		return fmt.Sprintf("%s: %s (%s)", row.Sentence, after, outOfTurns)
	case row.Reason != "":
		return fmt.Sprintf("%s: %s (%s)", row.Sentence, after, row.Reason)
	}
	return fmt.Sprintf("%s: %s (%s)", row.Sentence, after, row.evidence())
}

// against is the statistic of the candidate and that of the baseline: "35.1 against 46.3 ms".
func (r *Row) against() string {
	scale := unit.NewScale(r.baseUnit(), r.Old, r.New)
	now, old := scale.Format(r.New), scale.Format(r.Old)
	if _, suffix, ok := strings.Cut(old, " "); ok {
		now = strings.TrimSuffix(now, " "+suffix)
	}
	return now + " against " + old
}

// evidence is what a ratio stands on.
func (r *Row) evidence() string {
	pairs := fmt.Sprintf("%d pairs", r.Ratio.N)
	if r.Ratio.N == 1 {
		pairs = "1 pair"
	}
	if !r.Ratio.OK {
		return pairs
	}
	return fmt.Sprintf("ratio %.*f, %s CI %s, %s", max(digits(r.Ratio.Lo), digits(r.Ratio.Hi)), r.Ratio.Value,
		unit.Percent(r.Ratio.Level), span(r.Ratio), pairs)
}

// mostNamed is how many metrics the first line names; more are counted.
const mostNamed = 4

// others says what became of the other metrics that have a name or changed, one part for each outcome. That none is
// judged which was not run in turns is said of the leading one.
func (r *Result) others() []string {
	by := map[string][]string{}
	for i := range r.Rows {
		row := &r.Rows[i]
		_, named := r.Names[row.Metric]
		told := named && !row.nothing() || row.Outcome == Improved || row.Outcome == Regressed
		if told && !row.outOfTurns() && row.Label == "" && row.Statistic == statMedian && row.Metric != r.Lead.Metric {
			by[row.Outcome] = append(by[row.Outcome], r.name(row)+row.by())
		}
	}
	var parts []string
	for _, outcome := range outcomes() {
		switch names := by[outcome]; {
		case len(names) > mostNamed:
			parts = append(parts, of(fmt.Sprintf("%d other metrics", len(names)), outcome))
		case len(names) > 0:
			parts = append(parts, of(list(names), outcome))
		}
	}
	return parts
}

// by is how far a row that changed is from the baseline: " (+12 %)"; "" of all others, and where that was 0.
func (r *Row) by() string {
	if r.Outcome != Improved && r.Outcome != Regressed || !r.Ratio.OK || r.Old == 0 {
		return ""
	}
	change := r.Ratio.Value - 1
	sign := "+"
	if change < 0 {
		sign = "−"
	}
	return " (" + sign + unit.Percent(math.Abs(change)) + ")"
}

// of says of metrics what their outcome is.
func of(names, outcome string) string {
	switch outcome {
	case NoDifference:
		return outcome + " in " + names
	case NotEnough:
		return outcome + " for " + names
	}
	return names + " " + outcome
}

// outcomes returns all outcomes, the most telling first.
func outcomes() []string {
	return []string{Regressed, Improved, WithinNoise, NoDifference, NotEnough, NotJudged}
}

// counts says how many rows have which outcome, where none of them leads, and names those that changed.
func (r *Result) counts() string {
	by := map[string][]string{}
	for i := range r.Rows {
		row := &r.Rows[i]
		by[row.Outcome] = append(by[row.Outcome], r.title(row))
	}
	var parts []string
	for _, outcome := range outcomes() {
		titles := by[outcome]
		if len(titles) == 0 {
			continue
		}
		part := fmt.Sprintf("%d %s", len(titles), outcome)
		if changed := outcome == Improved || outcome == Regressed; changed && len(titles) <= mostNamed {
			part += " (" + list(titles) + ")"
		}
		parts = append(parts, part)
	}
	return fmt.Sprintf("%s against %s: %s", r.Candidate, r.Baseline, cmp.Or(strings.Join(parts, ", "), "nothing to compare"))
}

// findings says how many causes came and went.
func (r *Result) findings() []string {
	c := r.Changes
	if c == nil {
		return nil
	}
	var parts []string
	first := "finding"
	for _, p := range []struct {
		n    int
		text string
	}{
		{len(c.Appeared), "appeared"}, {len(c.Grew), "grew"}, {len(c.Shrank), "shrank"}, {len(c.Vanished), "vanished"},
		{len(c.Unseen), "in one arm only"},
	} {
		if p.n == 0 {
			continue
		}
		text := fmt.Sprintf("%d %s", p.n, p.text)
		if first != "" {
			plural := map[bool]string{true: "s"}[p.n > 1]
			text = fmt.Sprintf("%d %s%s %s", p.n, first, plural, p.text)
			first = ""
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return []string{"the findings are the same"}
	}
	return []string{strings.Join(parts, ", ")}
}

// list joins names: "CPU, RSS and minor faults".
func list(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
