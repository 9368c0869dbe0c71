package history

import "math"

// The classic score, as it was given: it never looks at the 0.9-quantile of the baseline and asks for no number of
// runs, and a program whose 0.9-quantile is twice its median cannot pass 80 however healthy it is.
const (
	classicMedian   = 80.0
	classicTail     = 20.0
	classicFloor    = 0.1 // seconds
	classicCritical = 60.0
	classicWarning  = 75.0
	classicWorse    = 1.15 // times the baseline
)

// classic scores a record. Two at most 60 running are critical; 60 to 75 is a warning if the median is at least
// 15 % above that of the baseline.
func classic(p, before *Point) Score {
	value, ok := p.classicValue()
	if !ok {
		return Score{State: Unknown, Why: "no records in the 14 days before"}
	}
	s := Score{State: OK, Value: &value}
	was, known := 0.0, false
	if before != nil {
		was, known = before.classicValue()
	}
	switch {
	case value <= classicCritical && known && was <= classicCritical:
		s.State, s.Why = Critical, "at most 60 twice running"
	case value >= classicCritical && value <= classicWarning && p.P50 >= classicWorse*p.Baseline.P50:
		s.State, s.Why = Warning, "60 to 75, and 15 % slower than the baseline"
	}
	return s
}

func (p *Point) classicValue() (value float64, ok bool) {
	if p.Baseline.Records == 0 {
		return 0, false
	}
	level := math.Min(p.Baseline.P50/p.P50, 1)
	tail := math.Max(0, 1-(p.P90-p.P50)/math.Max(p.P50, classicFloor))
	return classicMedian*level + classicTail*tail, true
}
