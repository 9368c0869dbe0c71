package claim

import (
	"math"
	"strconv"
	"strings"
)

// A dimension is what a metric's unit measures.
type dimension string

const (
	seconds dimension = "seconds"
	bytes   dimension = "bytes"
	ratios  dimension = "ratio"
	counts  dimension = "count"
)

// dimensionOf maps the unit of a metric, the part of its name after the colon. What is none of the others is
// counted.
func dimensionOf(unit string) dimension {
	switch unit {
	case "seconds", "cpu-seconds":
		return seconds
	case "bytes":
		return bytes
	case "ratio":
		return ratios
	}
	return counts
}

// A quantityUnit is a unit of quantities: a power of ten, which keeps decimals exact, or a factor.
type quantityUnit struct {
	name   string
	of     dimension
	power  int
	factor float64 // 0: 1
}

// quantityUnits are all units, the greatest of each dimension first. SI prefixes as in the SI brochure, binary
// ones as in IEC 80000-13.
var quantityUnits = []quantityUnit{
	{name: "h", of: seconds, factor: 3600},
	{name: "min", of: seconds, factor: 60},
	{name: "s", of: seconds},
	{name: "ms", of: seconds, power: -3},
	{name: "us", of: seconds, power: -6},
	{name: "µs", of: seconds, power: -6}, // U+00B5
	{name: "μs", of: seconds, power: -6}, // U+03BC
	{name: "ns", of: seconds, power: -9},
	{name: "GiB", of: bytes, factor: 1 << 30},
	{name: "GB", of: bytes, power: 9},
	{name: "MiB", of: bytes, factor: 1 << 20},
	{name: "MB", of: bytes, power: 6},
	{name: "KiB", of: bytes, factor: 1 << 10},
	{name: "kB", of: bytes, power: 3},
	{name: "B", of: bytes},
	{name: "", of: ratios},
	{name: "%", of: ratios, power: -2},
	{name: "", of: counts},
}

// value is a decimal number of the unit in base units; the number has the form of the grammar.
func (u quantityUnit) value(number string) (float64, error) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	power := 0
	if exponent != "" {
		var err error
		if power, err = strconv.Atoi(exponent); err != nil {
			return 0, err
		}
	}
	v, err := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(power+u.power), 64)
	if err == nil && u.factor != 0 {
		v *= u.factor
	}
	if err == nil && math.IsInf(v, 0) {
		err = strconv.ErrRange
	}
	return v, err
}

// unitNames are the units of a dimension that are written, "" left out.
func unitNames(d dimension) []string {
	var names []string
	for _, u := range quantityUnits {
		if u.of == d && u.name != "" && u.name != "μs" {
			names = append(names, u.name)
		}
	}
	return names
}

// unitOf returns the unit of that name and dimension.
func unitOf(name string, d dimension) (quantityUnit, bool) {
	for _, u := range quantityUnits {
		if u.name == name && u.of == d {
			return u, true
		}
	}
	return quantityUnit{}, false
}

// formatQuantity writes a value so that reading gives exactly it: in the unit that makes it shortest, of equally
// short ones the greatest.
func formatQuantity(v float64, metricUnit string) string {
	best := ""
	for _, u := range quantityUnits {
		if u.of != dimensionOf(metricUnit) || u.name == "%" || u.name == "µs" || u.name == "μs" {
			continue
		}
		number := u.number(v)
		if back, err := u.value(number); err != nil || back != v {
			continue
		}
		if text := number + u.name; best == "" || len(text) < len(best) {
			best = text
		}
	}
	return best
}

// number is the shortest decimal of the unit that comes near to v in base units.
func (u quantityUnit) number(v float64) string {
	if u.factor != 0 {
		return strconv.FormatFloat(v/u.factor, 'g', -1, 64)
	}
	digits := strconv.FormatFloat(v, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(digits, "e")
	power, err := strconv.Atoi(exponent)
	if err != nil { // no finite number
		return digits
	}
	shifted, err := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(power-u.power), 64)
	if err != nil {
		return digits
	}
	return strconv.FormatFloat(shifted, 'g', -1, 64)
}

// number is the length of the number of the grammar that a word begins with, 0 if it begins with none.
func number(word string) int {
	digits := func(i int) int {
		for i < len(word) && word[i] >= '0' && word[i] <= '9' {
			i++
		}
		return i
	}
	end := digits(0)
	if end == 0 {
		return 0
	}
	if end < len(word) && word[end] == '.' {
		if fraction := digits(end + 1); fraction > end+1 {
			end = fraction
		}
	}
	if end < len(word) && (word[end] == 'e' || word[end] == 'E') {
		i := end + 1
		if i < len(word) && (word[i] == '+' || word[i] == '-') {
			i++
		}
		if exponent := digits(i); exponent > i {
			end = exponent
		}
	}
	return end
}
