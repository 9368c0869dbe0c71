package unit

import "math"

// Scale formats values of one unit with one prefix and one precision, so that a column of them can
// be compared at a glance. Scales come from NewScale.
type Scale struct {
	step   step
	digits int // after the point
	ratio  bool
}

// NewScale returns the scale for a column that holds the values, given in the named base unit as in
// Format. The greatest of them picks the prefix and gets three significant digits; smaller ones
// get at least one decimal, so that they keep a digit or two.
func NewScale(unit string, values ...float64) Scale {
	if unit == ratio {
		return Scale{ratio: true}
	}
	greatest := 0.0
	for _, v := range values {
		greatest = math.Max(greatest, math.Abs(v))
	}
	s := stepFor(greatest, steps(unit))
	digits := s.decimals(greatest / s.factor)
	if !s.whole {
		digits = max(1, digits)
	}
	return Scale{step: s, digits: digits}
}

// Format formats one value of the column: "548 ms", "2.1 ms". A value too small for the scale is
// "<0.1 ms".
func (s Scale) Format(v float64) string {
	if s.ratio {
		return Percent(v)
	}
	return s.number(v) + s.step.suffix
}

// Range formats an interval with its unit written once: "805–820 ms".
func (s Scale) Range(lo, hi float64) string {
	if s.ratio {
		return Percent(lo) + "–" + Percent(hi)
	}
	return s.number(lo) + "–" + s.number(hi) + s.step.suffix
}

// number formats v without its unit and with at most three significant digits.
func (s Scale) number(v float64) string {
	scaled := math.Abs(v) / s.step.factor
	return signed(v, fixed(scaled, min(s.digits, s.step.decimals(scaled))))
}
