package claim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cupelgo/cupel/internal/manifest"
)

// A parser reads an expectation. Names that are wrong are noted and read over, so that one reading shows all of
// them; after something that is not of the grammar it stops.
type parser struct {
	text       string
	capability *Capability // nil: not known, names are taken as they are
	against    bool        // there is a baseline
	fail       func(offset int, text, wrong string, known []string)

	at                   int // bytes read
	stopped              bool
	statisticAt, limitAt int
}

// operators are what may stand before a quantity, those of other languages and typefaces included. None stands
// behind one that it begins with.
var operators = []struct{ written, means string }{
	{"<=", "<="}, {">=", ">="}, {"==", "=="}, {"!=", "!="},
	{"=<", "<="}, {"=>", ">="}, {"≤", "<="}, {"≥", ">="}, {"≠", "!="}, {"<>", "!="},
	{"<", "<"}, {">", ">"}, {"=", "=="}, {"!", "!="},
}

// statistics are those that stand before a bracket, with the usual quantiles for suggestions.
var statistics = []string{Median, Mean, Min, Max, Ratio, "p50", "p75", "p90", "p95", "p99"}

// delimits says whether a character ends a word.
func delimits(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("(){},=<>!\"≤≥≠", r)
}

func (p *parser) expectation() (e Expectation) {
	p.blanks()
	begin := p.at
	if first := p.word(); first == "no" {
		e.Absent = p.absence()
		return e
	}
	p.at = begin
	return p.comparison()
}

func (p *parser) blanks() {
	p.at = len(p.text) - len(strings.TrimLeftFunc(p.text[p.at:], unicode.IsSpace))
}

// word reads a word, "" if none stands there, and the blanks behind it.
func (p *parser) word() string {
	rest := p.text[p.at:]
	end := strings.IndexFunc(rest, delimits)
	if end < 0 {
		end = len(rest)
	}
	p.at += end
	p.blanks()
	return rest[:end]
}

// take reads a mark if it stands there, and the blanks behind it.
func (p *parser) take(mark string) bool {
	if p.stopped || !strings.HasPrefix(p.text[p.at:], mark) {
		return false
	}
	p.at += len(mark)
	p.blanks()
	return true
}

// stop notes what is not of the grammar.
func (p *parser) stop(text, wrong string, known ...string) {
	p.stopAt(p.at, text, wrong, known...)
}

func (p *parser) stopAt(offset int, text, wrong string, known ...string) {
	if !p.stopped {
		p.fail(offset, text, wrong, known)
	}
	p.stopped = true
}

// here shows what stands at the place reached.
func (p *parser) here() string {
	rest := p.text[p.at:]
	if rest == "" {
		return "the expectation ends"
	}
	first, width := utf8.DecodeRuneInString(rest)
	if delimits(first) {
		return "here is " + manifest.Quote(rest[:width])
	}
	return "here is " + manifest.Quote(rest[:strings.IndexFunc(rest+" ", delimits)])
}

func (p *parser) comparison() (e Expectation) {
	p.statisticAt = p.at
	name := p.word()
	if name == "" {
		p.stop("an expectation is a comparison like median(/startup/ready:seconds) <= 2s, or begins with no finding; "+p.here(), "")
		return e
	}
	if number(name) > 0 {
		p.stopAt(p.statisticAt, "a comparison begins with what is measured, and ends with the quantity: turn it round", "")
		return e
	}
	e.Statistic = Median
	if p.take("(") {
		p.statistic(&e, name)
		at := p.at
		p.series(&e, at, p.word())
		if !p.stopped && !p.take(")") {
			p.stop("the bracket is not closed: "+p.here(), "")
		}
	} else if slices.Contains(statistics, name) {
		p.stop(name+" wants a metric in brackets: "+p.here(), "")
	} else {
		p.series(&e, p.statisticAt, name)
	}
	p.operator(&e)
	p.limit(&e)
	p.end()
	return e
}

// statistic understands the word before a bracket.
func (p *parser) statistic(e *Expectation, name string) {
	e.Statistic = name
	digits, isQuantile := strings.CutPrefix(name, Quantile)
	percent, err := strconv.ParseUint(digits, 10, 8)
	switch {
	case isQuantile && err == nil && len(digits) <= 2 && percent > 0:
		e.Statistic, e.Quantile = Quantile, float64(percent)/100
	case isQuantile && digits != "" && strings.Trim(digits, "0123456789.") == "":
		p.fail(p.statisticAt, "quantiles are p1 to p99, here is "+manifest.Quote(name), "", nil)
	case !slices.Contains(statistics, name):
		p.fail(p.statisticAt, fmt.Sprintf("%s is no statistic: they are median, mean, min, max, p1 to p99 and ratio", manifest.Quote(name)), name, statistics)
	case name == Ratio && !p.against:
		p.fail(p.statisticAt, "a ratio has no denominator here: the claim needs the key against, e.g. git:origin/main", "", nil)
	}
}

// series reads the labels behind a metric's name and understands both.
func (p *parser) series(e *Expectation, at int, name string) {
	if name == "" {
		p.stop("a metric is missing: "+p.here(), "")
		return
	}
	e.Metric = p.metric(at, name)
	if !p.take("{") {
		return
	}
	e.Labels = map[string]string{}
	for !p.stopped && !p.take("}") {
		if len(e.Labels) > 0 && !p.take(",") {
			p.stop("the labels want a comma or a closing brace: "+p.here(), "")
			return
		}
		p.label(e.Labels)
	}
}

func (p *parser) label(labels map[string]string) {
	at := p.at
	key := p.word()
	if key == "" || !p.take("=") {
		p.stop(`a label wants a name, = and a value, like class=network: `+p.here(), "")
		return
	}
	if _, twice := labels[key]; twice {
		p.fail(at, "the label "+manifest.Quote(key)+" is given twice", "", nil)
	}
	labels[key] = p.value()
}

// value reads a word or what stands in double quotes.
func (p *parser) value() string {
	if !strings.HasPrefix(p.text[p.at:], `"`) {
		v := p.word()
		if v == "" {
			p.stop("a value is missing: "+p.here(), "")
		}
		return v
	}
	var v strings.Builder
	for i := p.at + 1; i < len(p.text); i++ {
		c := p.text[i]
		switch {
		case c == '"':
			p.at = i + 1
			p.blanks()
			return v.String()
		case c == '\\' && i+1 < len(p.text) && (p.text[i+1] == '"' || p.text[i+1] == '\\'):
			i++
			c = p.text[i]
		}
		v.WriteByte(c)
	}
	p.stop("the quote is not closed", "")
	return ""
}

// metric returns the metric of that name. Where the capability has none, its unit is what the name says.
func (p *parser) metric(at int, name string) Metric {
	_, u, _ := strings.Cut(name, ":")
	if p.capability == nil {
		return Metric{Name: name, Unit: u}
	}
	var known []string
	for _, m := range p.capability.Metrics {
		if m.Name == name {
			return m
		}
		known = append(known, m.Name)
	}
	p.fail(at, fmt.Sprintf("%s measures nothing that is called %s", p.capability.Name, manifest.Quote(name)), name, known)
	return Metric{Name: name, Unit: u}
}

func (p *parser) operator(e *Expectation) {
	for _, op := range operators {
		at := p.at
		if !p.take(op.written) {
			continue
		}
		if op.written != op.means {
			p.stopAt(at, manifest.Quote(op.written)+" is no operator: write "+op.means, "")
		}
		e.Op = op.means
		return
	}
	p.stop("one of <= < >= > == != is missing: "+p.here(), "")
}

// begins says whether the text goes on with a mark.
func (p *parser) begins(mark string) bool { return strings.HasPrefix(p.text[p.at:], mark) }

// end wants nothing more.
func (p *parser) end() {
	if p.stopped || p.at == len(p.text) {
		return
	}
	p.stop("the expectation should end: "+p.here()+"; a claim has one expectation, make another claim of what else must hold", "")
}

// findingKeys are the keys that the capability's findings can be told apart by.
func (p *parser) findingKeys() []string {
	if p.capability == nil {
		return filterKeys
	}
	known := slices.Collect(maps.Keys(p.capability.FindingKeys))
	return slices.DeleteFunc(slices.Clone(filterKeys), func(k string) bool { return !slices.Contains(known, k) })
}
