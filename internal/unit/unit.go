// Package unit formats seconds, bytes, counts and ratios for people.
//
// Records store base units; this is the one place where they become ms, MiB or %. Numbers get
// three significant digits, since few measurements on a real machine deserve more.
package unit

import (
	"math"
	"strconv"
	"strings"
)

// The names of units as they stand after the colon of a metric's name. Any other name is that
// of a count.
const (
	seconds = "seconds"
	bytes   = "bytes"
	ratio   = "ratio"
)

// A step is one prefix of a unit: values of at least factor are shown divided by it.
type step struct {
	factor float64
	suffix string
	whole  bool // things that cannot be divided: whole numbers get no decimals
}

// Seconds formats a duration in seconds: "812 µs", "1.23 s". Above a minute it stays in seconds.
func Seconds(v float64) string { return Format(v, seconds) }

// Bytes formats a size in bytes: "17 B", "1.50 MiB".
func Bytes(v float64) string { return Format(v, bytes) }

// Count formats a number of things: "812", "12.3k".
func Count(v float64) string { return Format(v, "count") }

// Percent formats a ratio, 1 being the whole: "66 %", "6.6 %", "0.3 %". It shows one decimal below
// 10 % and none above: shares of a noisy total do not deserve a third digit. A share that would
// round to nothing is "<0.1 %".
func Percent(v float64) string {
	percent := math.Abs(v) * 100
	digits := 0
	if percent < 9.95 {
		digits = 1
	}
	if percent == 0 {
		digits = 0
	}
	return signed(v, fixed(percent, digits)) + " %"
}

// Format formats v, given in the named base unit ("seconds", "bytes", "ratio", else a count), with
// the prefix that suits it.
func Format(v float64, unit string) string {
	if unit == ratio {
		return Percent(v)
	}
	s := stepFor(math.Abs(v), steps(unit))
	scaled := math.Abs(v) / s.factor
	return signed(v, fixed(scaled, s.decimals(scaled))) + s.suffix
}

// steps returns the prefixes of a unit, the smallest first.
func steps(unit string) []step {
	switch unit {
	case seconds:
		return []step{{1e-9, " ns", false}, {1e-6, " µs", false}, {1e-3, " ms", false}, {1, " s", false}}
	case bytes:
		return []step{{1, " B", true}, {1 << 10, " KiB", false}, {1 << 20, " MiB", false}, {1 << 30, " GiB", false}}
	}
	return []step{{1, "", true}, {1e3, "k", false}, {1e6, "M", false}, {1e9, "G", false}}
}

// stepFor picks the greatest step that v reaches once rounded, so that 999.7 µs becomes 1.00 ms
// and not 1000 µs. Zero is shown in the base unit.
func stepFor(v float64, all []step) step {
	best := all[0]
	for _, s := range all {
		if v == 0 && s.factor == 1 {
			return s
		}
		if max(v, round3(v)) >= s.factor {
			best = s
		}
	}
	return best
}

// round3 rounds v to three significant digits.
func round3(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 2, 64), 64)
	if err != nil { // rounded up beyond the greatest number
		return v
	}
	return rounded
}

// decimals returns how many digits after the point give v ≥ 0 three significant ones. The
// exponent is that of the rounded value: 9.996 is 10.0.
func (s step) decimals(v float64) int {
	if v == 0 || s.whole && v == math.Trunc(v) {
		return 0
	}
	_, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 2, 64), "e")
	e, err := strconv.Atoi(exponent)
	if err != nil { // NaN and infinities have none
		return 0
	}
	return max(0, 2-e)
}

// fixed formats v ≥ 0 with so many digits after the point; what is more than nothing and rounds to
// it becomes "<0.1": zero and too small to show are different values.
func fixed(v float64, digits int) string {
	least := math.Pow10(-digits)
	if v > 0 && v < least/2 {
		return "<" + strconv.FormatFloat(least, 'f', digits, 64)
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

func signed(v float64, text string) string {
	if v < 0 {
		return "-" + text
	}
	return text
}
