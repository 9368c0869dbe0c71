package claim

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// claim reads an item of the list of claims.
func (r *reader) claim(n *yaml.Node) {
	fields := r.fields(n, "a claim", []string{"name", "run", "against", "expect"})
	if fields == nil {
		return
	}
	n = follow(n)
	c := Claim{At: Position{n.Line, n.Column}}
	var missing []string
	for _, key := range []string{"name", "run", "expect"} {
		if fields[key] == nil {
			missing = append(missing, key)
		}
	}
	if missing != nil {
		r.fail(n, "the claim lacks "+strings.Join(missing, ", "))
	}
	if v := fields["name"]; v != nil {
		c.Name = r.name(v)
	}
	var capability *Capability
	if v := fields["run"]; v != nil {
		c.RunAt = r.source.at(v, 0)
		c.Run, c.Words = r.line(v, "run")
		capability = r.capability(v, c.Words)
	}
	if v := fields["against"]; v != nil {
		c.againstAt = r.source.at(v, 0)
		c.Against, _ = r.text(v, "against")
	}
	if v := fields["expect"]; v != nil {
		c.Expect = r.expect(v, capability, fields["against"] != nil)
	}
	r.file.Claims = append(r.file.Claims, c)
}

// name reads a claim's name; verdicts are told apart by it.
func (r *reader) name(n *yaml.Node) string {
	name, ok := r.text(n, "name")
	if !ok {
		return ""
	}
	name = strings.Join(strings.Fields(name), " ")
	if line := r.names[name]; line != 0 {
		r.fail(n, fmt.Sprintf("the claim in line %d has the name %s already", line, quote(name)))
		return name
	}
	r.names[name] = n.Line
	return name
}

// line reads a command line. Where there is a mistake in it, words are those before.
func (r *reader) line(n *yaml.Node, key string) (text string, words []string) {
	text, ok := r.text(n, key)
	if !ok {
		return "", nil
	}
	words, err := split(text)
	if err != nil {
		r.failAt(n, err.offset, err.text, "", nil)
		return text, words
	}
	return text, words
}

// capability returns what the first word of a run names, nil if nothing.
func (r *reader) capability(n *yaml.Node, words []string) *Capability {
	if len(words) == 0 {
		return nil
	}
	var known []string
	for i := range r.capabilities {
		if r.capabilities[i].Name == words[0] {
			return &r.capabilities[i]
		}
		known = append(known, r.capabilities[i].Name)
	}
	offset := strings.IndexFunc(n.Value, func(c rune) bool { return c != ' ' && c != '\t' && c != '\n' })
	if words[0] == "cupel" {
		r.failAt(n, offset, "leave the word cupel out: a run begins with what is to be measured, one of "+strings.Join(known, ", "), "", nil)
		return nil
	}
	r.failAt(n, offset, fmt.Sprintf("%s cannot be run, only %s", quote(words[0]), strings.Join(known, ", ")), words[0], known)
	return nil
}

// longestExpectation is how many bytes an expectation may have.
const longestExpectation = 2000

// expect reads an expectation; capability is nil where it is not known.
func (r *reader) expect(n *yaml.Node, capability *Capability, against bool) Expectation {
	text, ok := r.text(n, "expect")
	if ok && len(text) > longestExpectation {
		r.fail(n, fmt.Sprintf("expect has %d bytes: an expectation has %d at the most", len(text), longestExpectation))
		ok = false
	}
	if !ok {
		return Expectation{}
	}
	p := &parser{text: text, capability: capability, against: against}
	p.fail = func(offset int, text, wrong string, known []string) { r.failAt(n, offset, text, wrong, known) }
	e := p.expectation()
	e.At = r.source.at(n, 0)
	e.statisticAt, e.limitAt = r.source.at(n, p.statisticAt), r.source.at(n, p.limitAt)
	return e
}
