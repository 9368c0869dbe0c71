package comparison

import (
	"fmt"
	"math"
	"strings"

	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/unit"
)

// format formats a value of the series.
func (s *Series) format(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return unit.Format(v, s.baseUnit())
}

// span formats the least and the greatest value, with all digits where fewer would not tell them apart.
func (s *Series) span(lo, hi float64) string {
	from, to := s.format(lo), s.format(hi)
	switch {
	case lo == hi:
		return from
	case from == to:
		from, to = fmt.Sprint(lo), fmt.Sprint(hi)
	}
	return from + " to " + to
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

// n is the number of samples: one where both arms have as many.
func (r *Row) n() string {
	if b, c := len(r.Baseline), len(r.Candidate); b != c {
		return fmt.Sprintf("%d + %d", b, c)
	}
	return fmt.Sprint(len(r.Baseline))
}

// value is the statistic of an arm; where it stands alone, with its interval as benchstat writes it.
func (r *Row) value(v float64, arm string) string {
	text := r.format(v)
	if r.Arms == nil || v == 0 {
		return text
	}
	i := r.Arms.Baseline
	if arm == armCandidate {
		i = r.Arms.Candidate
	}
	if !i.OK {
		return text + " ±∞"
	}
	return fmt.Sprintf("%s ±%.0f %%", text, 100*math.Max(i.Hi/v-1, 1-i.Lo/v))
}

// ratioText is the ratio with its interval, or with the p of the U test where arms stand alone.
func (r *Row) ratioText() string {
	switch {
	case r.Ratio.Value == 0:
		return "–"
	case r.Arms != nil:
		return fmt.Sprintf("%s (p=%.3f)", number(r.Ratio.Value), r.Arms.P)
	}
	return intervalText(r.Ratio)
}

func intervalText(i stats.Interval) string {
	switch {
	case i.Value == 0:
		return "–"
	case !i.OK, i.Lo == i.Hi:
		return number(i.Value)
	}
	return fmt.Sprintf("%.*f (%s)", max(digits(i.Lo), digits(i.Hi)), i.Value, span(i))
}

// number formats a ratio.
func number(v float64) string {
	if v < 0.1 {
		return fmt.Sprintf("%.2g", v)
	}
	return fmt.Sprintf("%.*f", digits(v), v)
}

// span formats an interval of a ratio.
func span(i stats.Interval) string {
	d := max(digits(i.Lo), digits(i.Hi))
	return fmt.Sprintf("%.*f–%.*f", d, i.Lo, d, i.Hi)
}

// digits is how many after the point tell a ratio from 1 where it is near.
func digits(v float64) int {
	if math.Abs(v-1) < 0.1 {
		return 3
	}
	return 2
}
