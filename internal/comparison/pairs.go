package comparison

import (
	"fmt"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/unit"
)

// pairs judges samples of runs made in turns.
func (r *Row) pairs(st statistic, o Options) {
	if slices.Contains(r.Baseline, 0) || slices.Contains(r.Candidate, 0) || slices.Contains(r.Again, 0) {
		r.zeros(o)
		return
	}
	r.Ratio = st.ratio(r.Baseline, r.Candidate, o.Level)
	if r.Again != nil {
		r.Noise = st.ratio(r.Baseline, r.Again, o.Level)
	}
	if r.Class == Wall && o.Unfit != "" {
		r.unjudged(unfit + o.Unfit)
		return
	}
	if !r.Ratio.OK {
		r.tooFew(st.least(o.Level))
		return
	}
	r.byInterval(o)
	if text := r.noisy(o); text != "" {
		r.unjudged(text)
	}
}

func (r *Row) tooFew(need int) {
	r.Outcome, r.Need = NotEnough, need
	r.Sentence = fmt.Sprintf("%s (need ≥ %d)", NotEnough, need)
}

// byInterval sets the outcome from where the interval of the ratio lies. Effects are compared as
// logarithms: 3 % more one way is 3 % less the other way round.
func (r *Row) byInterval(o Options) {
	lo, hi, value := math.Log(r.Ratio.Lo), math.Log(r.Ratio.Hi), math.Log(r.Ratio.Value)
	band := math.Log1p(o.Effect)
	switch excludes := lo > 0 || hi < 0; {
	case excludes && math.Abs(value) >= band:
		r.changed(value)
	case excludes, -band <= lo && hi <= band:
		r.Outcome = WithinNoise
	default:
		r.Outcome = NoDifference
		if r.Statistic == statMedian {
			r.Need = r.pairsFor(o)
			r.Reason = "about " + unit.Count(float64(r.Need)) + " pairs would show a difference of " + unit.Percent(o.Effect)
		}
	}
}

// unfit begins the reason why wall time is not judged.
const unfit = "this machine is not fit to judge wall times: "

// noisy says by how much the baseline differs from itself, if that is more than what counts, or as much as
// what was found between the arms; else "".
func (r *Row) noisy(o Options) string {
	if !r.Noise.OK {
		return ""
	}
	lo, hi, value := math.Log(r.Noise.Lo), math.Log(r.Noise.Hi), math.Log(r.Noise.Value)
	band := math.Log1p(o.Effect)
	found := r.Outcome == Improved || r.Outcome == Regressed
	asFar := found && math.Abs(value) >= math.Abs(math.Log(r.Ratio.Value))
	if lo <= band && hi >= -band && !asFar {
		return ""
	}
	return "the baseline differs from itself by " + unit.Percent(math.Abs(r.Noise.Value-1))
}

// zeros judges samples of which some are 0, as faults that most runs do not have: there is no ratio, and
// any difference from nothing is a great one. It is the sign test, two-sided; a pair of equals speaks
// for neither.
//
// Source: J. D. Gibbons, S. Chakraborti, "Nonparametric Statistical Inference", section 5.4.
func (r *Row) zeros(o Options) {
	if r.Class == Wall {
		r.unjudged("some samples are 0, and a time of nothing has no ratio")
		return
	}
	if least := stats.LeastPairs(o.Level); len(r.Baseline) < least {
		r.tooFew(least)
		return
	}
	if r.Again != nil && signs(r.Baseline, r.Again, o.Level) != 0 {
		r.unjudged("the baseline differs from itself: a median of " + r.format(r.Old) + ", then " + r.format(stats.Median(r.Again)))
		return
	}
	switch direction := signs(r.Baseline, r.Candidate, o.Level); {
	case direction == 0 && r.Old == r.New:
		r.Outcome = NoDifference
	case direction == 0:
		r.Outcome, r.Reason = NoDifference, "some samples are 0: which arm has more was counted by pairs, and they differ both ways"
	case math.Abs(r.New-r.Old) < o.Effect*r.Old:
		r.Outcome = WithinNoise
	default:
		r.changed(direction)
	}
}

// signs returns in which direction the candidate differs: -1, 1, or 0 if the pairs do not tell.
func signs(baseline, candidate []float64, level float64) float64 {
	less, more := 0, 0
	for i := range baseline {
		switch {
		case candidate[i] < baseline[i]:
			less++
		case candidate[i] > baseline[i]:
			more++
		}
	}
	if stats.SignTest(max(less, more), len(baseline)) > 1-level {
		return 0
	}
	return float64(more-less) / math.Abs(float64(more-less))
}

// pairsFor estimates how many pairs show the effect: at least what there is and half as many again, since that did
// not suffice, rounded up to tens.
func (r *Row) pairsFor(o Options) int {
	n := float64(stats.PairsFor(r.Ratio.Spread(), o.Effect, o.Level))
	return int(math.Ceil(math.Max(n, 1.5*float64(len(r.Baseline)))/10)) * 10
}
