package stats

import (
	"math"
	"math/rand/v2"
	"slices"
)

// LeastForMean is the least number of samples from which Mean makes an interval. TestMeanCoverage shows that it
// holds skewed means about as often as it says from there on, and at 6 in 88 % instead of 95 %.
const LeastForMean = 20

// resamples of the bootstrap: its quantiles move by less than a tenth of the interval.
const resamples = 1999

// Mean returns the mean and a studentized bootstrap interval, which unlike Student's follows a skewed distribution
// to its longer side. The resamples are drawn from a fixed seed: equal samples give equal intervals. It cannot
// know of slow runs so rare that none was seen. Below LeastForMean samples OK is false. NaN without samples.
//
// Source: B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", section 12.5.
func Mean(samples []float64, level float64) Interval {
	mean, deviation := meanError(samples)
	out := Interval{Value: mean, Level: level, N: len(samples)}
	if len(samples) < LeastForMean {
		return out
	}
	if least := slices.Min(samples); least == slices.Max(samples) {
		out.Value, out.Lo, out.Hi, out.OK = least, least, least, true // the mean may be rounded
		return out
	}
	rng := rand.New(rand.NewPCG(1, uint64(len(samples))))
	ts := make([]float64, resamples)
	drawn := make([]float64, len(samples))
	for k := range ts {
		for i := range drawn {
			drawn[i] = samples[rng.IntN(len(samples))]
		}
		ts[k] = studentized(drawn, mean)
	}
	slices.Sort(ts)
	tail := int(math.Floor((1 - level) / 2 * (resamples + 1)))
	out.Lo, out.Hi, out.OK = mean-deviation*ts[resamples-tail], mean-deviation*ts[tail-1], true
	return out
}

// studentized is how far the mean of a resample is from that of the samples, in its own standard errors.
func studentized(drawn []float64, mean float64) float64 {
	m, deviation := meanError(drawn)
	switch {
	case m == mean:
		return 0
	case deviation == 0:
		return math.Inf(int(math.Copysign(1, m-mean)))
	}
	return (m - mean) / deviation
}

// meanError returns the mean and its standard error.
func meanError(samples []float64) (mean, deviation float64) {
	n := float64(len(samples))
	for _, v := range samples {
		mean += v
	}
	mean /= n
	squares := 0.0
	for _, v := range samples {
		squares += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}
