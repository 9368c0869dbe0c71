package manifest

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// PositionOf is where a node begins.
func PositionOf(n *yaml.Node) Position { return Position{n.Line, n.Column} }

// Follow returns what an alias stands for. Nothing of the format lies deeper than a few levels, so that
// aliases within aliases lead to mistakes and never to more work.
func Follow(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// Null says whether nothing stands there.
func Null(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// Fields returns the values of a mapping by their keys, nil if it is none. Keys that are not known or come
// twice are mistakes.
func (r *Reader) Fields(n *yaml.Node, what string, known []string) map[string]*yaml.Node {
	n = Follow(n)
	r.untagged(n)
	if n.Kind != yaml.MappingNode {
		r.Fail(n, fmt.Sprintf("%s wants the keys %s, here is %s", what, strings.Join(known, ", "), kind(n)))
		return nil
	}
	fields, lines := map[string]*yaml.Node{}, map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], Follow(n.Content[i+1])
		name := key.Value
		switch {
		case key.Kind != yaml.ScalarNode:
			r.Fail(key, what+" has a key that is "+kind(key))
		case lines[name] != 0:
			r.Fail(key, fmt.Sprintf("%s has the key %s a second time, see line %d", what, Quote(name), lines[name]))
		case !slices.Contains(known, name):
			r.errs.AddNear(PositionOf(key), fmt.Sprintf("%s has no key %s, only %s", what, Quote(name), strings.Join(known, ", ")), name, known)
			if meant := Nearest(name, known); meant != "" && fields[meant] == nil {
				fields[meant] = value // so that what it holds is checked
			}
		default:
			fields[name] = value
		}
		if lines[name] == 0 {
			lines[name] = key.Line
		}
	}
	return fields
}

// Items returns the items of a list; nothing is an empty one.
func (r *Reader) Items(n *yaml.Node, what string) []*yaml.Node {
	r.untagged(n)
	if Null(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.Fail(n, what+" wants a list, each item with a dash before it; here is "+kind(n))
		return nil
	}
	return n.Content
}

// Text returns what a key holds. Where it is none or empty that is a mistake, and ok is false.
func (r *Reader) Text(n *yaml.Node, key string) (text string, ok bool) {
	r.untagged(n)
	switch {
	case n.Kind != yaml.ScalarNode:
		r.Fail(n, key+" wants a text, here is "+kind(n))
		return "", false
	case Null(n) || strings.TrimSpace(n.Value) == "":
		r.Fail(n, key+" is empty")
		return "", false
	}
	return n.Value, true
}

// untagged notes a tag, which could only make something else of a value.
func (r *Reader) untagged(n *yaml.Node) {
	if n.Style&yaml.TaggedStyle != 0 {
		r.Fail(n, "the tag "+Quote(n.Tag)+" has no meaning here: leave it out")
	}
}

// Fail notes a mistake.
func (r *Reader) Fail(n *yaml.Node, text string) {
	r.errs.Add(PositionOf(n), text)
}

// FailAt notes a mistake at an offset of a scalar.
func (r *Reader) FailAt(n *yaml.Node, offset int, text, wrong string, known []string) {
	if r.errs.full() {
		r.errs.More++
		return
	}
	r.errs.AddNear(r.source.at(n, offset), text, wrong, known)
}

func kind(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	if Null(n) {
		return "nothing"
	}
	return "the text " + Quote(n.Value)
}
