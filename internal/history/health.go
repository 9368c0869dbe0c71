package history

import (
	"fmt"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/stats"
)

// States of health.
const (
	OK       = "ok"
	Warning  = "warning"
	Critical = "critical"
	Unknown  = "unknown"
)

// A Score is the health of a record as one way of scoring sees it.
type Score struct {
	State string   `json:"state"`
	Value *float64 `json:"value"`        // 0 to 100; nil: could not tell
	Lo    *float64 `json:"lo,omitempty"` // interval of Value where there is one
	Hi    *float64 `json:"hi,omitempty"`
	Why   string   `json:"why,omitempty"` // of a state other than ok
}

// What the default score needs and asks for. Chosen by simulation, see docs/benchmarks.md.
const (
	leastRuns     = 6    // of a record: below there is no interval of a median at 95 %
	leastTailRuns = 10   // below, the 0.9-quantile is little else than the slowest run
	leastRecords  = 5    // of a baseline: their spread has to be seen
	level         = 0.99 // of the interval in which the next record lies if nothing has changed
	warnAt        = 1.10 // times the baseline
	criticalAt    = 1.25 // times the baseline, twice running
	leastSpread   = 0.01 // of logarithms: what a machine varies by from day to day at the least
)

// A Ratio is a quantile of a record divided by that of its baseline, with the interval that comes of how
// the records of the baseline differ among each other.
type Ratio struct {
	stats.Interval
	quantile string
}

// scored is the default: the worse of both quantiles against its own baseline. Value is 100 while neither is
// slower, 80 at 1.25 times the baseline. It alerts only if the interval excludes 1, too.
func scored(p, before *Point) Score {
	ratios, why := ratiosOf(p)
	if why != "" {
		return Score{State: Unknown, Why: why}
	}
	worst := ratios[0]
	for _, r := range ratios[1:] {
		if alerts(r, warnAt) && (!alerts(worst, warnAt) || r.Value > worst.Value) || !alerts(worst, warnAt) && r.Value > worst.Value {
			worst = r
		}
	}
	s := Score{State: OK, Value: percent(1 / worst.Value), Lo: percent(1 / worst.Hi), Hi: percent(1 / worst.Lo)}
	if !alerts(worst, warnAt) {
		return s
	}
	s.State, s.Why = Warning, fmt.Sprintf("its %s is %s times that of the baseline", worst.quantile, times(worst))
	if before != nil && alerts(worst, criticalAt) && before.alerted(worst.quantile) {
		s.State, s.Why = Critical, s.Why+", and was as bad in the record before"
	}
	return s
}

// alerts says whether a ratio is at least so great, and not by chance.
func alerts(r Ratio, least float64) bool { return r.Lo > 1 && r.Value >= least }

// alerted says whether a quantile of the point was bad enough for half of critical.
func (p *Point) alerted(quantile string) bool {
	ratios, _ := ratiosOf(p)
	for _, r := range ratios {
		if r.quantile == quantile && alerts(r, criticalAt) {
			return true
		}
	}
	return false
}

func times(r Ratio) string { return fmt.Sprintf("%.2f (%.2f–%.2f)", r.Value, r.Lo, r.Hi) }

func percent(share float64) *float64 {
	v := 100 * math.Min(1, share)
	return &v
}

// ratiosOf compares both quantiles, or the median alone where there are too few runs for the other. why says
// what is missing for either.
func ratiosOf(p *Point) (all []Ratio, why string) {
	if p.P50 <= 0 || slices.ContainsFunc(p.Baseline.before, func(w weighted) bool { return w.P50 <= 0 }) {
		return nil, "a median of 0 has no ratio"
	}
	if p.N < leastRuns {
		return nil, fmt.Sprintf("%s, at least %d are needed", many(p.N, "run"), leastRuns)
	}
	median := records(p, leastRuns)
	if len(median) < leastRecords {
		return nil, fmt.Sprintf("%s with %d runs or more in the %d days before, at least %d are needed",
			many(len(median), "record"), leastRuns, int(window.Hours()/24), leastRecords)
	}
	all = append(all, ratio("median", p, median, func(p *Point) float64 { return p.P50 }))
	if tails := records(p, leastTailRuns); p.N >= leastTailRuns && len(tails) >= leastRecords {
		all = append(all, ratio("p90", p, tails, func(p *Point) float64 { return p.P90 }))
	}
	return all, ""
}

// records are those of the baseline with so many runs.
func records(p *Point, runs int) []weighted {
	var all []weighted
	for _, w := range p.Baseline.before {
		if w.N >= runs {
			all = append(all, w)
		}
	}
	return all
}

// ratio gives a prediction interval for one more record, as if the logarithms of the records' figures were normal. Their
// spread is the mean of absolute deviations, which an outlier moves less than the standard deviation, and which
// tells more of a dozen records than the median of deviations: that raised twice as many false alarms at a like power.
func ratio(name string, p *Point, before []weighted, figure func(*Point) float64) Ratio {
	middle := center(before, func(p *Point) float64 { return math.Log(figure(p)) })
	usual := unalerted(before)
	deviations, weights := 0.0, 0.0
	for _, w := range usual {
		deviations += w.weight * math.Abs(math.Log(figure(w.Point))-middle)
		weights += w.weight
	}
	spread := math.Max(deviations/weights*math.Sqrt(math.Pi/2), leastSpread)
	n := effective(usual)
	half := studentQuantile((1+level)/2, n-1) * spread * math.Sqrt(1+1/n)
	log := math.Log(figure(p)) - middle
	return Ratio{quantile: name, Interval: stats.Interval{
		Value: math.Exp(log), Lo: math.Exp(log - half), Hi: math.Exp(log + half), Level: level, N: len(before), OK: true,
	}}
}

// unalerted are the records that raised no alert, if they are enough: what did does not show how records differ when
// nothing has changed, and two slow ones would make the third look usual. The centre is of all, so that a new level
// is the usual one after a week.
func unalerted(all []weighted) []weighted {
	usual := slices.DeleteFunc(slices.Clone(all), func(w weighted) bool { return alert(w.Default.State) })
	if len(usual) < leastRecords {
		return all
	}
	return usual
}

// effective is how many records of equal weight would tell as much: Kish's (Σw)²/Σw².
func effective(all []weighted) float64 {
	sum, squares := 0.0, 0.0
	for _, w := range all {
		sum, squares = sum+w.weight, squares+w.weight*w.weight
	}
	return sum * sum / squares
}

// studentQuantile is that of Student's distribution, by the expansion 26.7.5 of Abramowitz and Stegun, "Handbook of
// Mathematical Functions": within 2 % from 4 degrees of freedom on.
func studentQuantile(q, freedom float64) float64 {
	z := math.Sqrt2 * math.Erfinv(2*q-1)
	z3, z5, z7 := math.Pow(z, 3), math.Pow(z, 5), math.Pow(z, 7)
	return z + (z3+z)/(4*freedom) + (5*z5+16*z3+3*z)/(96*freedom*freedom) +
		(3*z7+19*z5+17*z3-15*z)/(384*freedom*freedom*freedom)
}
