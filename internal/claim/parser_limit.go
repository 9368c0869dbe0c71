package claim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/manifest"
)

// limit reads the quantity that is compared with, and checks its unit against the metric's.
func (p *parser) limit(e *Expectation) {
	if p.stopped {
		return
	}
	p.limitAt = p.at
	written := p.word()
	length := number(written)
	switch {
	case written == "":
		p.stop("a quantity is missing: "+p.here(), "")
		return
	case strings.HasPrefix(written, "-"):
		p.stopAt(p.limitAt, manifest.Quote(written)+" is below nothing: no metric is", "")
		return
	case length == 0:
		p.stopAt(p.limitAt, manifest.Quote(written)+" is no quantity like 2s, 64MiB or 1.05", "")
		return
	}
	digits, name := written[:length], written[length:]
	at := p.limitAt + length
	if name == "" && p.at < len(p.text) {
		at = p.at
		name = p.word()
	}
	if strings.HasPrefix(p.text[p.at:], ",") {
		p.stop("a number has no commas", "")
		return
	}
	p.quantity(e, digits, name, at)
}

// quantity puts a number and its unit, which stands at an offset, into base units.
func (p *parser) quantity(e *Expectation, digits, name string, at int) {
	d := dimensionOf(e.Metric.Unit)
	if e.Statistic == Ratio {
		d = ratios
	}
	if e.Metric.Unit == "" {
		return // the metric's name is wrong, and nobody knows its unit
	}
	u, ok := unitOf(name, d)
	var err error
	e.Limit, err = u.value(digits)
	if err != nil {
		p.stopAt(p.limitAt, manifest.Quote(digits)+" is beyond all numbers", "")
		return
	}
	if !ok && (name != "" || e.Limit != 0) {
		meant := name
		if short := longUnits[name]; short != "" {
			meant = short
		} else if slices.ContainsFunc(quantityUnits, func(u quantityUnit) bool { return u.name == name }) {
			meant = "" // a unit of something else
		}
		p.fail(at, wrongUnit(e, d, digits, name), meant, unitNames(d))
	}
	e.percent = name == "%"
}

// wrongUnit says what unit is wanted instead.
func wrongUnit(e *Expectation, d dimension, digits, name string) string {
	if d == counts {
		return fmt.Sprintf("%s is a count, which has no unit: leave %s out", e.Metric.Name, manifest.Quote(name))
	}
	if e.Statistic == Ratio {
		return fmt.Sprintf("a ratio has no unit or %%: %s is a unit of something else", manifest.Quote(name))
	}
	known := strings.Join(unitNames(d), ", ")
	if name == "" {
		return fmt.Sprintf("%s has no unit: %s wants %s", digits, e.Metric.Name, known)
	}
	return fmt.Sprintf("%s is no unit of %s, which wants %s", manifest.Quote(name), e.Metric.Name, known)
}
