package claim

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// otherStatistic compares what a claim's name promises with the statistic that is expected.
func otherStatistic(c *Claim) (text, do string) {
	e := &c.Expect
	if e.Absent != nil || e.Statistic == Ratio || e.Metric.Exact {
		return "", ""
	}
	said := promised(c.Name)
	if said.want == "" || said.want == e.statistic() || said.want == Max && e.Quantile >= 0.9 {
		return "", ""
	}
	return fmt.Sprintf("the name says %q, and expected is the %s", said.words, spoken(e.statistic())),
		fmt.Sprintf("expect %s(…), or name the claim after the %s", said.want, spoken(e.statistic()))
}

// spoken is a statistic in a sentence.
func spoken(statistic string) string {
	switch statistic {
	case Min:
		return "least"
	case Max:
		return "greatest"
	}
	return statistic
}

// A promise is a statistic that a name speaks of.
type promise struct{ words, want string }

// promises are the words that speak of a statistic, longer ones before those that they hold.
var promises = []promise{
	{"on average", Mean}, {"average", Mean}, {"mean", Mean},
	{"median", Median}, {"typically", Median}, {"typical", Median}, {"usually", Median},
	{"never more than", Max}, {"at worst", Max}, {"worst", Max}, {"always", Max}, {"every start", Max},
	{"every run", Max}, {"never", Max}, {"maximum", Max}, {"slowest", Max},
	{"at best", Min}, {"minimum", Min}, {"fastest", Min},
}

// promised returns the statistic that a claim's name speaks of.
func promised(name string) promise {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, w := range words {
		if q := spokenQuantile(w, words); q != "" {
			return promise{w, q}
		}
	}
	text := " " + strings.Join(words, " ") + " "
	for _, p := range promises {
		if strings.Contains(text, " "+p.words+" ") {
			return p
		}
	}
	return promise{}
}

// spokenQuantile is the statistic that p99, or 99th with percentile behind it, stands for; "" if none.
func spokenQuantile(word string, words []string) string {
	digits, ok := strings.CutPrefix(word, Quantile)
	if !ok && slices.Contains(words, "percentile") {
		digits = strings.TrimRight(word, "thsnrd")
		ok = digits != word
	}
	digits = strings.TrimLeft(digits, "0")
	if !ok || digits == "" || len(digits) > 2 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return Quantile + digits
}

// A spokenQuantity is one in a name, in base units.
type spokenQuantity struct {
	words string
	value float64
	of    dimension
}

// unitMismatch compares the quantities in a claim's name with the limit.
func unitMismatch(c *Claim) (text, do string) {
	e := &c.Expect
	if e.Absent != nil {
		return "", ""
	}
	unit, limit := e.limitText()
	d := dimensionOf(unit)
	var other string
	for _, q := range quantitiesIn(c.Name) {
		if q.of == d && agrees(q.value, e, d) {
			return "", ""
		}
		if other == "" {
			other = q.words
		}
	}
	if other == "" {
		return "", ""
	}
	return fmt.Sprintf("the name says %q, and expected is %s %s", other, e.Op, limit), "let both say the same"
}

// agrees says whether a spoken quantity is the limit: of a ratio also its difference to 1.
func agrees(v float64, e *Expectation, d dimension) bool {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b)) }
	if near(v, e.Limit) {
		return true
	}
	return d == ratios && math.Abs(v-math.Abs(e.Limit-1)) < 1e-9
}

// quantitiesIn finds numbers with a unit behind them.
func quantitiesIn(name string) []spokenQuantity {
	var all []spokenQuantity
	words := strings.Fields(name)
	for i, w := range words {
		w = strings.Trim(w, "(),;:!?")
		length := number(w)
		if length == 0 {
			continue
		}
		digits, unit := w[:length], w[length:]
		if unit == "" && i+1 < len(words) {
			unit = words[i+1]
			w += " " + unit
		}
		if q, ok := spokenAs(digits, strings.Trim(unit, "(),;:.!?")); ok {
			q.words = strings.TrimRight(w, "(),;:.!?")
			all = append(all, q)
		}
	}
	return all
}

// longUnits are units as they are spoken.
var longUnits = map[string]string{
	"hour": "h", "hours": "h", "minute": "min", "minutes": "min", "second": "s", "seconds": "s", "sec": "s",
	"millisecond": "ms", "milliseconds": "ms", "microseconds": "us", "nanoseconds": "ns",
	"byte": "B", "bytes": "B", "KB": "kB", "percent": "%",
}

// spokenAs makes a quantity of a number and a unit.
func spokenAs(digits, unit string) (spokenQuantity, bool) {
	if short := longUnits[unit]; short != "" {
		unit = short
	}
	for _, d := range []dimension{seconds, bytes, ratios} {
		if u, ok := unitOf(unit, d); ok && unit != "" {
			v, err := u.value(digits)
			return spokenQuantity{value: v, of: d}, err == nil
		}
	}
	return spokenQuantity{}, false
}
