package history

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// The baseline of a record: what the same group and analysis showed in the days before it.
const (
	window = 14 * 24 * time.Hour
	keep   = 0.92 // of a record's weight is left after a day: half of it after 8.3
	tail   = 0.9  // the greater of the two quantiles
)

// A Baseline is what a record is compared with. Figures without records are 0.
type Baseline struct {
	Records int     `json:"records"`
	Runs    int     `json:"runs"`           // of all records
	P50     float64 `json:"p50"`            // weighted median of the records' medians
	P90     float64 `json:"p90"`            // weighted median of the records' 0.9-quantiles
	Other   int     `json:"other_analysis"` // records of these days that another analysis made: left out

	before []weighted
}

// A weighted is a record of the baseline.
type weighted struct {
	*Point
	weight float64
}

// baselineOf looks back from the last point.
func baselineOf(points []Point) Baseline {
	var b Baseline
	last := &points[len(points)-1]
	for i := range points[:len(points)-1] {
		p := &points[i]
		age := last.Created.Sub(p.Created)
		switch {
		case age > window:
		case p.Analysis != last.Analysis:
			b.Other++
		default:
			b.Records++
			b.Runs += p.N
			b.before = append(b.before, weighted{p, math.Pow(keep, age.Hours()/24)})
		}
	}
	if b.Records > 0 {
		b.P50 = center(b.before, func(p *Point) float64 { return p.P50 })
		b.P90 = center(b.before, func(p *Point) float64 { return p.P90 })
	}
	return b
}

// center is the weighted median of a figure of the records.
func center(all []weighted, figure func(*Point) float64) float64 {
	values, weights := make([]float64, len(all)), make([]float64, len(all))
	for i, w := range all {
		values[i], weights[i] = figure(w.Point), w.weight
	}
	return weightedMedian(values, weights)
}

// weightedMedian returns the value below and above which no more than half of the weight lies, the mean of two if
// they share the middle.
func weightedMedian(values, weights []float64) float64 {
	order := make([]int, len(values))
	total := 0.0
	for i := range order {
		order[i] = i
		total += weights[i]
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	const alike = 1e-12 // of rounding
	below := 0.0
	for k, i := range order {
		below += weights[i]
		switch rest := below - total/2; {
		case math.Abs(rest) <= alike*total && k+1 < len(order):
			return (values[i] + values[order[k+1]]) / 2
		case rest > 0:
			return values[i]
		}
	}
	return values[order[len(order)-1]]
}
