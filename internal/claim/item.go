package claim

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/internal/manifest"
)

// claim reads an item of the list of claims.
func (r *reader) claim(n *yaml.Node) {
	fields := r.Fields(n, "a claim", []string{"name", "run", "against", "expect"})
	if fields == nil {
		return
	}
	n = manifest.Follow(n)
	c := Claim{At: manifest.PositionOf(n)}
	var missing []string
	for _, key := range []string{"name", "run", "expect"} {
		if fields[key] == nil {
			missing = append(missing, key)
		}
	}
	if missing != nil {
		r.Fail(n, "the claim lacks "+strings.Join(missing, ", "))
	}
	if v := fields["name"]; v != nil {
		c.Name = r.name(v)
	}
	var capability *Capability
	if v := fields["run"]; v != nil {
		c.RunAt = r.At(v, 0)
		c.Run, c.Words = r.line(v, "run")
		capability = r.capability(v, c.Words)
	}
	if v := fields["against"]; v != nil {
		c.againstAt = r.At(v, 0)
		c.Against, _ = r.Text(v, "against")
	}
	if v := fields["expect"]; v != nil {
		c.Expect = r.expect(v, capability, fields["against"] != nil)
	}
	r.file.Claims = append(r.file.Claims, c)
}

// name reads a claim's name; verdicts are told apart by it.
func (r *reader) name(n *yaml.Node) string {
	name, ok := r.Text(n, "name")
	if !ok {
		return ""
	}
	name = strings.Join(strings.Fields(name), " ")
	if line := r.names[name]; line != 0 {
		r.Fail(n, fmt.Sprintf("the claim in line %d has the name %s already", line, manifest.Quote(name)))
		return name
	}
	r.names[name] = n.Line
	return name
}

// line reads a command line. Where there is a mistake in it, words are those before.
func (r *reader) line(n *yaml.Node, key string) (text string, words []string) {
	text, ok := r.Text(n, key)
	if !ok {
		return "", nil
	}
	words, err := split(text)
	if err != nil {
		r.FailAt(n, err.offset, err.text, "", nil)
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
		r.FailAt(n, offset, "leave the word cupel out: a run begins with what is to be measured, one of "+strings.Join(known, ", "), "", nil)
		return nil
	}
	r.FailAt(n, offset, fmt.Sprintf("%s cannot be run, only %s", manifest.Quote(words[0]), strings.Join(known, ", ")), words[0], known)
	return nil
}

// longestExpectation is how many bytes an expectation may have.
const longestExpectation = 2000

// expect reads an expectation; capability is nil where it is not known.
func (r *reader) expect(n *yaml.Node, capability *Capability, against bool) Expectation {
	text, ok := r.Text(n, "expect")
	if ok && len(text) > longestExpectation {
		r.Fail(n, fmt.Sprintf("expect has %d bytes: an expectation has %d at the most", len(text), longestExpectation))
		ok = false
	}
	if !ok {
		return Expectation{}
	}
	p := &parser{text: text, capability: capability, against: against}
	p.fail = func(offset int, text, wrong string, known []string) { r.FailAt(n, offset, text, wrong, known) }
	e := p.expectation()
	e.At = r.At(n, 0)
	e.statisticAt, e.limitAt = r.At(n, p.statisticAt), r.At(n, p.limitAt)
	return e
}
