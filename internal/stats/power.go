package stats

import "math"

// power is how probable it shall be that an effect is shown which is there: the convention since J. Cohen,
// "Statistical Power Analysis for the Behavioral Sciences".
const power = 0.8

// LeastPairs returns the least number of pairs with which Ratio and Difference have an interval of a level: 6 at 0.95.
// All n pairs lie on the same side of the truth with probability 2·½ⁿ.
func LeastPairs(level float64) int {
	n := 1
	for signedRankCutoff(n, (1-level)/2) == 0 {
		n++
	}
	return n
}

// Spread returns how much the logarithms of the ratios of pairs vary, judged by the width of an interval that Ratio
// returned with OK: the standard deviation with which normal ones would give such an interval. Rare extremes
// hardly count in it, as they hardly count in Ratio.
//
// Source: E. L. Lehmann, "Nonparametric Confidence Intervals for a Shift Parameter", 1963.
func (i Interval) Spread() float64 {
	return math.Log(i.Hi/i.Lo) * math.Sqrt(float64(i.N)) / (2 * normalQuantile((1+i.Level)/2))
}

// PairsFor estimates how many pairs would show an effect (0.03 is 3 %), if there is one: the interval of a level would
// exclude 1 in 8 of 10 experiments, with a spread as that of the pairs at hand (see Spread). A rule
// that asks for an estimate of at least a minimum as well finds an effect of just that size in half of them.
//
// Source: W. C. Guenther, "Sample Size Formulas for Normal Theory T Tests", 1981 (z²/2, which matters below some 30 pairs).
func PairsFor(spread, effect, level float64) int {
	z := normalQuantile((1 + level) / 2)
	x := (z + normalQuantile(power)) * spread / math.Log1p(effect)
	return max(LeastPairs(level), int(math.Ceil(min(x*x+z*z/2, math.MaxInt32))))
}
