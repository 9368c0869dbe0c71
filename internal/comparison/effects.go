package comparison

import (
	"fmt"
	"math"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Effects is the picture of the ratios in the first table of the document; nil if there are none. Least is the least
// relative difference that matters.
func (r *Result) Effects(least float64) *report.Figure {
	e := &report.Effects{Least: least}
	shown, _ := r.divide()
	for i := range shown {
		row := &shown[i]
		if v := row.Ratio.Value; !(v > 0) || math.IsInf(v, 0) {
			continue
		}
		one := report.Effect{Label: r.title(row), Ratio: row.Ratio.Value, Outcome: row.Sentence, Better: row.Better}
		if i := row.Ratio; i.OK && i.Lo > 0 && i.Lo < i.Hi && !math.IsInf(i.Hi, 0) {
			one.Lo, one.Hi = i.Lo, i.Hi
		}
		e.Rows = append(e.Rows, one)
	}
	if len(e.Rows) == 0 {
		return nil
	}
	return &report.Figure{
		Effects: e,
		Caption: fmt.Sprintf("Ratio of %s to %s with its interval; below 1 it is less. Less than %s to either side does not matter.",
			r.Candidate, r.Baseline, unit.Percent(least)),
	}
}
