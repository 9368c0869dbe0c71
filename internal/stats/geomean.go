package stats

import "math"

// GeoMean returns the geometric mean of positive numbers, of ratios for instance; NaN if there are none or one
// is not positive.
func GeoMean(values []float64) float64 {
	sum := 0.0
	for _, x := range values {
		if x <= 0 {
			return math.NaN()
		}
		sum += math.Log(x)
	}
	return math.Exp(sum / float64(len(values)))
}
