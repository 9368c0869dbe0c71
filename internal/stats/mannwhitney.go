package stats

import (
	"math"
	"slices"
)

// Up to so many samples on either side the exact distribution is computed, as benchstat does.
const (
	exactMannWhitney = 50
	exactWithTies    = 25
)

// MannWhitney returns the two-sided p of the test of Mann and Whitney: how probable two samples that lie so far apart
// are if both come from the same distribution. It is for samples that were not taken in pairs, and agrees with
// benchstat: exact up to 50 samples on either side, or 25 with ties; above by the normal approximation with
// corrections for ties and continuity. 1 if a side is empty or all samples are equal.
//
// Sources: H. B. Mann, D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than
// the Other", 1947; J. H. Klotz, "The Wilcoxon, Ties, and the Computer", 1966.
func MannWhitney(a, b []float64) float64 {
	u := newRanks(a, b)
	if len(a) == 0 || len(b) == 0 || len(u.ties) == 1 {
		return 1
	}
	exact := exactMannWhitney
	if len(u.ties) < len(a)+len(b) {
		exact = exactWithTies
	}
	if max(len(a), len(b)) > exact {
		return u.approximate()
	}
	return u.exact()
}

// ranks is what the test looks at.
type ranks struct {
	n, m int   // samples on either side
	twoU int   // pairs of a and b in which a is greater count 2, in which they are equal 1
	ties []int // how many samples share each value, in ascending order
}

func newRanks(a, b []float64) ranks {
	r := ranks{n: len(a), m: len(b)}
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	below := 0 // of b
	for len(a)+len(b) > 0 {
		least := b
		if len(b) == 0 || len(a) > 0 && a[0] < b[0] {
			least = a
		}
		x := least[0]
		inA, inB := leading(a, x), leading(b, x)
		r.twoU += inA * (2*below + inB)
		r.ties = append(r.ties, inA+inB)
		below += inB
		a, b = a[inA:], b[inB:]
	}
	return r
}

// leading counts the samples at the beginning that are x.
func leading(sorted []float64, x float64) int {
	n := 0
	for n < len(sorted) && sorted[n] == x {
		n++
	}
	return n
}

// exact doubles the probability of a U that is not above the lesser of the two sides'.
func (r ranks) exact() float64 {
	lesser := min(r.twoU, 2*r.n*r.m-r.twoU)
	if lesser == r.n*r.m {
		return 1
	}
	return min(1, 2*r.upTo(lesser))
}

// upTo returns the probability that 2U is at most most. It counts the ways to give n of the samples to a: value by
// value, ways[i][u] of them give i samples to a and have 2U = u so far.
func (r ranks) upTo(most int) float64 {
	ways := make([][]float64, r.n+1)
	for i := range ways {
		ways[i] = make([]float64, most+1)
	}
	ways[0][0] = 1
	seen := 0
	for _, tied := range r.ties {
		for i := min(r.n, seen+tied); i >= 0; i-- {
			ways[i] = r.with(ways, i, seen, tied)
		}
		seen += tied
	}
	sum := 0.0
	for _, w := range ways[r.n] {
		sum += w
	}
	return sum / choose(r.n+r.m, r.n)
}

// with returns the ways to have given i samples to a after the tied ones that follow those seen.
func (r ranks) with(ways [][]float64, i, seen, tied int) []float64 {
	sums := make([]float64, len(ways[i]))
	for taken := max(0, i-seen); taken <= min(tied, i); taken++ {
		inB := seen - (i - taken)
		more, times := taken*(2*inB+tied-taken), choose(tied, taken)
		for u := more; u < len(sums); u++ {
			sums[u] += times * ways[i-taken][u-more]
		}
	}
	return sums
}

// choose returns how many ways there are to take k of n.
func choose(n, k int) float64 {
	ways := 1.0
	for i := 1; i <= k; i++ {
		ways = ways * float64(n-k+i) / float64(i)
	}
	return ways
}

// approximate takes U for normal.
func (r ranks) approximate() float64 {
	n, m := float64(r.n), float64(r.m)
	all, ties := n+m, 0.0
	for _, tied := range r.ties {
		t := float64(tied)
		ties += t*t*t - t
	}
	deviation := math.Sqrt(n * m * ((all + 1) - ties/(all*(all-1))) / 12)
	away := max(0, math.Abs(float64(r.twoU)/2-n*m/2)-0.5)
	return math.Erfc(away / deviation / math.Sqrt2)
}
