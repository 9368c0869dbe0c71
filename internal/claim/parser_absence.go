package claim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/manifest"
)

// severities, the least first.
var severities = []string{finding.Info, finding.Low, finding.Medium, finding.High}

// absence reads what follows "no".
func (p *parser) absence() *Filter {
	f := &Filter{}
	at := p.at
	next := p.word()
	if next == "new" {
		f.New = true
		if !p.against {
			p.fail(at, "new findings are those that a baseline does not have: the claim needs the key against, e.g. git:origin/main", "", nil)
		}
		at = p.at
		next = p.word()
	}
	if next != "finding" {
		if next == "" {
			p.at = at
			p.stop("no wants the word finding: "+p.here(), "")
		} else {
			p.stopAt(at, "no wants the word finding, here is "+manifest.Quote(next), next, "finding", "new")
		}
		return f
	}
	if p.capability != nil && len(p.findingKeys()) == 0 {
		p.stopAt(at, p.capability.Name+" makes no findings", "")
		return f
	}
	for !p.stopped && p.at < len(p.text) {
		p.term(f)
	}
	return f
}

// term reads a condition on findings.
func (p *parser) term(f *Filter) {
	at := p.at
	t := Term{Key: p.word(), Op: ">="}
	opAt := p.at
	if t.Key == "" {
		p.stop("a condition wants a key, = and a value, like class=network: "+p.here(), "")
		return
	}
	if !p.take(">=") {
		t.Op = "="
		if p.begins("==") || !p.take("=") {
			p.stop(manifest.Quote(t.Key)+" wants = or >= and a value: "+p.here(), "")
			return
		}
	}
	valueAt := p.at
	t.Value = p.value()
	if p.stopped {
		return
	}
	keys := p.findingKeys()
	switch {
	case !slices.Contains(keys, t.Key):
		p.fail(at, fmt.Sprintf("findings have no %s, only %s", manifest.Quote(t.Key), strings.Join(keys, ", ")), t.Key, keys)
	case slices.ContainsFunc(f.Terms, func(o Term) bool { return o.Key == t.Key }):
		p.fail(at, t.Key+" is given twice", "", nil)
	case t.Op == ">=" && t.Key != "severity":
		p.fail(opAt, t.Key+" has no order: write =", "", nil)
	default:
		p.known(valueAt, t)
	}
	f.Terms = append(f.Terms, t)
}

// known notes a value that no finding has.
func (p *parser) known(at int, t Term) {
	values := severities
	if t.Key != "severity" {
		if p.capability == nil || p.capability.FindingKeys[t.Key] == nil {
			return
		}
		values = p.capability.FindingKeys[t.Key]
	}
	if slices.Contains(values, t.Value) {
		return
	}
	text := fmt.Sprintf("no finding has the %s %s", t.Key, manifest.Quote(t.Value))
	if len(values) <= 20 {
		text += ": " + strings.Join(values, ", ")
	}
	p.fail(at, text, t.Value, values)
}
