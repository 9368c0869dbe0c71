package importrule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/internal/manifest"
)

// Parse reads the section deps of a file, whose path only errors name. All of its mistakes are reported together, as
// *manifest.Errors. Without that section there are no rules, and the result is nil.
func Parse(path string, data []byte) (*Rules, error) {
	m, _, sections := manifest.NewReader(path, data)
	r := &reader{Reader: m}
	if n := sections[manifest.Deps]; n != nil {
		r.rules = &Rules{}
		r.section(n)
	}
	if err := m.Err(); err != nil {
		return nil, err
	}
	return r.rules, nil
}

// A reader makes Rules of YAML.
type reader struct {
	*manifest.Reader
	rules *Rules
}

func (r *reader) section(n *yaml.Node) {
	fields := r.Fields(n, manifest.Deps, []string{"layers", "imports", "modules", "limits", "ratchet"})
	for _, item := range r.list(fields["layers"], "layers") {
		r.layers(item)
	}
	for _, item := range r.list(fields["imports"], "imports") {
		r.imports(item)
	}
	if v := fields["modules"]; v != nil {
		lists := r.Fields(v, "modules", []string{"allow", "deny"})
		r.rules.Allow = r.listed(lists["allow"], "allow")
		r.rules.Deny = r.listed(lists["deny"], "deny")
	}
	if v := fields["limits"]; v != nil {
		r.limits(v)
	}
	if v := fields["ratchet"]; v != nil {
		r.rules.Ratchet, _ = r.Text(v, "ratchet")
	}
}

// list returns the items of a list that may be missing.
func (r *reader) list(n *yaml.Node, what string) []*yaml.Node {
	if n == nil {
		return nil
	}
	return r.Items(n, what)
}

func (r *reader) layers(n *yaml.Node) {
	fields := r.Fields(n, "an item of layers", []string{"name", "order", "siblings", "unlisted", "except", "reason"})
	if fields == nil {
		return
	}
	l := Layers{At: manifest.PositionOf(n)}
	l.Name, l.Reason = r.optional(fields["name"], "name"), r.optional(fields["reason"], "reason")
	l.DenySiblings = r.denied(fields["siblings"], "siblings")
	l.DenyUnlisted = r.denied(fields["unlisted"], "unlisted")
	l.Except = r.except(fields["except"])
	if fields["order"] == nil {
		r.Fail(n, "the item of layers lacks order: the lines of packages, from the top down")
	}
	for _, item := range r.list(fields["order"], "order") {
		l.Order = append(l.Order, r.patterns(item, "a line of order"))
	}
	r.rules.Layers = append(r.rules.Layers, l)
}

func (r *reader) imports(n *yaml.Node) {
	keys := []string{"name", "from", "deny", "only", "transitive", "tests", "except", "reason"}
	fields := r.Fields(n, "an item of imports", keys)
	if fields == nil {
		return
	}
	i := Imports{At: manifest.PositionOf(n)}
	i.Name, i.Reason = r.optional(fields["name"], "name"), r.optional(fields["reason"], "reason")
	i.From = r.patterns(fields["from"], "from")
	i.Deny, i.Only = r.patterns(fields["deny"], "deny"), r.patterns(fields["only"], "only")
	i.Transitive, i.Tests = r.yes(fields["transitive"], "transitive"), r.yes(fields["tests"], "tests")
	i.Except = r.except(fields["except"])
	switch {
	case fields["from"] == nil:
		r.Fail(n, "the item of imports lacks from: the packages that it is about")
	case (fields["deny"] == nil) == (fields["only"] == nil):
		r.Fail(n, "the item of imports wants either deny or only")
	}
	r.rules.Imports = append(r.rules.Imports, i)
}

func (r *reader) except(n *yaml.Node) (all []Exception) {
	for _, item := range r.list(n, "except") {
		fields := r.Fields(item, "an exception", []string{"from", "to", "reason"})
		from, to := r.patterns(fields["from"], "from"), r.patterns(fields["to"], "to")
		if fields != nil && (from == nil || to == nil) {
			r.Fail(item, "the exception wants from and to")
		}
		for _, a := range from {
			for _, b := range to {
				all = append(all, Exception{a, b})
			}
		}
	}
	return all
}

// listed reads modules: patterns, or mappings with more about one.
func (r *reader) listed(n *yaml.Node, what string) (all []Listed) {
	for _, item := range r.list(n, what) {
		item = manifest.Follow(item)
		if item.Kind != yaml.MappingNode {
			for _, p := range r.patterns(item, "an item of "+what) {
				all = append(all, Listed{Module: p})
			}
			continue
		}
		fields := r.Fields(item, "an item of "+what, listedKeys(what))
		patterns := r.patterns(fields["module"], "module")
		if len(patterns) != 1 {
			r.Fail(item, "the item of "+what+" wants one module")
			continue
		}
		l := Listed{Module: patterns[0], Reason: r.optional(fields["reason"], "reason")}
		l.By = r.patterns(fields["by"], "by")
		if v := fields["until"]; v != nil {
			l.Until = r.date(v)
		}
		all = append(all, l)
	}
	return all
}

// listedKeys are those of an entry of a list of modules.
func listedKeys(what string) []string {
	if what == "allow" {
		return []string{"module", "by", "reason", "until"}
	}
	return []string{"module", "reason", "until"}
}

// limits of a graph, by name.
var limits = []string{LimitModules, LimitPackages, LimitInDegree, LimitDepth}

func (r *reader) limits(n *yaml.Node) {
	fields := r.Fields(n, "limits", limits)
	for _, what := range limits {
		v := fields[what]
		if v == nil {
			continue
		}
		text, _ := r.Text(v, what)
		most, err := strconv.Atoi(text)
		if err != nil || most < 0 {
			r.Fail(v, fmt.Sprintf("%s wants a number, here is %s", what, manifest.Quote(text)))
		}
		r.rules.Limits = append(r.rules.Limits, Limit{what, most, manifest.PositionOf(v)})
	}
}

// patterns reads one pattern, or a list of them.
func (r *reader) patterns(n *yaml.Node, what string) (all []Pattern) {
	if n == nil {
		return nil
	}
	n = manifest.Follow(n)
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
		if len(items) == 0 {
			r.Fail(n, what+" is an empty list: it would match nothing")
		}
	}
	for _, item := range items {
		item = manifest.Follow(item)
		text, ok := r.Text(item, what)
		switch {
		case !ok:
		case strings.ContainsAny(text, " \t\\*") || strings.HasPrefix(text, "/") || strings.HasPrefix(text, "../"):
			r.Fail(item, manifest.Quote(text)+" is no pattern of import paths like ./config/..., std or golang.org/x/...")
		default:
			all = append(all, Pattern{text, manifest.PositionOf(item)})
		}
	}
	return all
}

func (r *reader) optional(n *yaml.Node, key string) string {
	if n == nil {
		return ""
	}
	text, _ := r.Text(n, key)
	return strings.Join(strings.Fields(text), " ")
}

func (r *reader) yes(n *yaml.Node, key string) bool {
	return r.oneOf(n, key, "true", "false") == "true"
}

func (r *reader) denied(n *yaml.Node, key string) bool {
	return r.oneOf(n, key, "deny", "allow") == "deny"
}

// oneOf reads a word that is one of two.
func (r *reader) oneOf(n *yaml.Node, key, a, b string) string {
	text := r.optional(n, key)
	if text != "" && text != a && text != b {
		r.FailAt(n, 0, fmt.Sprintf("%s is %s or %s, here is %s", key, a, b, manifest.Quote(text)), text, []string{a, b})
	}
	return text
}

func (r *reader) date(n *yaml.Node) time.Time {
	text, ok := r.Text(n, "until")
	at, err := time.Parse(time.DateOnly, text)
	if ok && err != nil {
		r.Fail(n, manifest.Quote(text)+" is no date like 2027-01-31")
	}
	return at
}
