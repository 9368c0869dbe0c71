package comparison

import (
	"math"
	"strings"

	"github.com/cupelgo/cupel/internal/unit"
)

// format formats a value of the series.
func (s *Series) format(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return unit.Format(v, s.baseUnit())
}

// baseUnit is the unit as package unit knows it. That of a Go benchmark is by op, or what its author
// chose: "sec/op", "B/s", "p99-sec".
func (s *Series) baseUnit() string {
	whole, _, _ := strings.Cut(s.Unit, "/")
	switch last := whole[strings.LastIndex(whole, "-")+1:]; last {
	case "sec", "s", "seconds":
		return "seconds"
	case "B", "bytes":
		return "bytes"
	default:
		return s.Unit
	}
}
