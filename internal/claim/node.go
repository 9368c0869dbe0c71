package claim

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// follow returns what an alias stands for. Nothing of the format lies deeper than three levels, so that
// aliases within aliases lead to mistakes and never to more work.
func follow(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// null says whether nothing stands there.
func null(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// fields returns the values of a mapping by their keys, nil if it is none. Keys that are not known or come
// twice are mistakes.
func (r *reader) fields(n *yaml.Node, what string, known []string) map[string]*yaml.Node {
	n = follow(n)
	r.untagged(n)
	if n.Kind != yaml.MappingNode {
		r.fail(n, fmt.Sprintf("%s wants the keys %s, here is %s", what, strings.Join(known, ", "), kind(n)))
		return nil
	}
	fields, lines := map[string]*yaml.Node{}, map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], follow(n.Content[i+1])
		name := key.Value
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fail(key, what+" has a key that is "+kind(key))
		case lines[name] != 0:
			r.fail(key, fmt.Sprintf("%s has the key %s a second time, see line %d", what, quote(name), lines[name]))
		case !slices.Contains(known, name):
			r.errs.add(Position{key.Line, key.Column}, fmt.Sprintf("%s has no key %s, only %s", what, quote(name), strings.Join(known, ", ")), name, known)
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

// items returns the items of a list; nothing is an empty one.
func (r *reader) items(n *yaml.Node, what string) []*yaml.Node {
	r.untagged(n)
	if null(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n, what+" wants a list, each item with a dash before it; here is "+kind(n))
		return nil
	}
	return n.Content
}

// text returns what a key holds. Where it is none or empty that is a mistake, and ok is false.
func (r *reader) text(n *yaml.Node, key string) (text string, ok bool) {
	r.untagged(n)
	switch {
	case n.Kind != yaml.ScalarNode:
		r.fail(n, key+" wants a text, here is "+kind(n))
		return "", false
	case null(n) || strings.TrimSpace(n.Value) == "":
		r.fail(n, key+" is empty")
		return "", false
	}
	return n.Value, true
}

// untagged notes a tag, which could only make something else of a value.
func (r *reader) untagged(n *yaml.Node) {
	if n.Style&yaml.TaggedStyle != 0 {
		r.fail(n, "the tag "+quote(n.Tag)+" has no meaning here: leave it out")
	}
}

func (r *reader) fail(n *yaml.Node, text string) {
	r.errs.add(Position{n.Line, n.Column}, text, "", nil)
}

// failAt notes a mistake at an offset of a scalar.
func (r *reader) failAt(n *yaml.Node, offset int, text, wrong string, known []string) {
	if r.errs.full() {
		r.errs.More++
		return
	}
	r.errs.add(r.source.at(n, offset), text, wrong, known)
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
	if null(n) {
		return "nothing"
	}
	return "the text " + quote(n.Value)
}
