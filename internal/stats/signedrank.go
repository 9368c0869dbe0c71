package stats

import "math"

// walsh are sorted samples, seen as the means of all pairs of them, each with itself included. Their median is
// the Hodges-Lehmann estimate of the samples' centre, and the k-th from either end bound the interval
// of Wilcoxon's signed-rank test. With ties that interval holds the centre at least as often.
//
// Sources: J. L. Hodges, E. L. Lehmann, "Estimates of Location Based on Rank Tests", 1963; M. Hollander, D. A. Wolfe,
// "Nonparametric Statistical Methods", sections 3.1 to 3.3 (the means are Walsh averages); G. E. Noether,
// "Wilcoxon Confidence Intervals for Location Parameters in the Discrete Case", 1967 (ties).
type walsh []float64

// len returns the number of means.
func (w walsh) len() int { return len(w) * (len(w) + 1) / 2 }

// median returns the mean in the middle, or between the two in the middle.
func (w walsh) median() float64 {
	m := w.len()
	if m%2 == 1 {
		return w.at(m/2 + 1)
	}
	return mean(w.at(m/2), w.at(m/2+1))
}

// at returns the k-th mean, from 1. It halves the range of floating-point numbers until one is left, which
// takes 64 steps through the samples: the means themselves would be 5,000 for 100 samples, 50 million for 10,000.
func (w walsh) at(k int) float64 {
	lo, hi := ordinal(w[0]), ordinal(w[len(w)-1])
	for lo < hi {
		middle := lo + (hi-lo)/2
		if w.upTo(number(middle)) >= k {
			hi = middle
		} else {
			lo = middle + 1
		}
	}
	return number(lo)
}

// upTo counts the means that are not above x.
func (w walsh) upTo(x float64) int {
	count, j := 0, len(w)-1
	for i := range w {
		for j >= i && mean(w[i], w[j]) > x {
			j--
		}
		if j < i {
			break
		}
		count += j - i + 1
	}
	return count
}

func mean(a, b float64) float64 { return a/2 + b/2 }

const signBit = 1 << 63

// ordinal numbers the floating-point numbers in their order; number is its inverse.
func ordinal(x float64) uint64 {
	bits := math.Float64bits(x + 0) // -0 + 0 is 0
	if bits&signBit != 0 {
		return ^bits
	}
	return bits | signBit
}

func number(ordinal uint64) float64 {
	if ordinal&signBit != 0 {
		return math.Float64frombits(ordinal &^ signBit)
	}
	return math.Float64frombits(^ordinal)
}

// exactSignedRank is the most samples for which the exact distribution is computed. Above, a normal one is as good:
// at 100 the cutoffs differ by at most 5 of 1,746 (TestSignedRankNormal).
const exactSignedRank = 100

// signedRankCutoff returns the greatest k for which the k-th mean from either end misses the centre of n
// samples with a probability of at most tail, below ½; 0 if there is none: P(W < k) <= tail, W being the sum of the ranks
// of the positive samples.
func signedRankCutoff(n int, tail float64) int {
	if n > exactSignedRank {
		return signedRankNormal(n, tail)
	}
	below, all := 0.0, math.Exp2(float64(n))
	for k, ways := range signedRanks(n) {
		if below += ways; below > tail*all {
			return k
		}
	}
	return 0
}

// signedRankNormal is signedRankCutoff by the normal approximation with correction for continuity.
func signedRankNormal(n int, tail float64) int {
	x := float64(n)
	middle, deviation := x*(x+1)/4, math.Sqrt(x*(x+1)*(2*x+1)/24)
	return max(0, int(math.Floor(middle+0.5+deviation*normalQuantile(tail))))
}

// signedRanks returns in how many ways the ranks of the positive ones among n samples may add up to each sum, from
// 0 to the middle, n(n+1)/4: rank by rank, it is in the sum or not.
func signedRanks(n int) []float64 {
	ways := make([]float64, n*(n+1)/4+1)
	ways[0] = 1
	for rank := 1; rank <= n; rank++ {
		for sum := min(len(ways)-1, rank*(rank+1)/2); sum >= rank; sum-- {
			ways[sum] += ways[sum-rank]
		}
	}
	return ways
}

// normalQuantile returns what a standard normal variable falls below with probability p.
func normalQuantile(p float64) float64 {
	return math.Sqrt2 * math.Erfinv(2*p-1)
}
