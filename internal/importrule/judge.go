package importrule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/digraph"
	"github.com/cupelgo/cupel/internal/finding"
)

// Judge returns where a program breaks the rules, those of equal weight by rule and package.
func (r *Rules) Judge(p *Program) []evidence.Finding {
	j := &judge{Program: p}
	for i := range r.Layers {
		j.layers(&r.Layers[i])
	}
	for i := range r.Imports {
		if rule := &r.Imports[i]; rule.Transitive {
			j.transitive(rule)
		} else {
			j.direct(rule)
		}
	}
	j.modules(r)
	j.limits(r.Limits)
	return finding.Rank(j.found)
}

// A judge collects what breaks the rules.
type judge struct {
	*Program
	found []evidence.Finding
	told  map[string]bool // fingerprints
}

// add keeps one finding of several that are the same but for their lines.
func (j *judge) add(f evidence.Finding) {
	if j.told == nil {
		j.told = map[string]bool{}
	}
	if !j.told[f.Fingerprint] {
		j.told[f.Fingerprint] = true
		j.found = append(j.found, f)
	}
}

// at gives a finding the place of an import.
func at(f evidence.Finding, i *Import) evidence.Finding {
	f.Where.File, f.Where.Line = i.File, i.Line
	return f
}

// layers compares each import with the lines that both its packages are in.
func (j *judge) layers(l *Layers) {
	line := slices.Repeat([]int{-1}, len(j.Packages))
	for i, patterns := range l.Order {
		for n, in := range j.matching(patterns) {
			if in && line[n] < 0 {
				line[n] = i
			}
		}
	}
	except := j.exceptions(l.Except)
	for i := range j.Imports {
		e := &j.Imports[i]
		a, b := line[e.From], line[e.To]
		up, beside := a > b, a == b && l.DenySiblings
		if a < 0 || b < 0 || e.Test || !up && !beside || except.has(e.From, e.To) {
			continue
		}
		how := "which stands above it"
		if beside {
			how = "which stands beside it"
		}
		title := fmt.Sprintf("%s imports %s, %s%s", j.short(e.From), j.short(e.To), how, named(l.Name))
		j.add(at(violation(j.Program, RuleLayer, l.Name, e.From, j.Packages[e.To].Path, title, l.Reason), e))
	}
	for n := range j.Packages {
		if l.DenyUnlisted && line[n] < 0 && j.Packages[n].Home {
			title := fmt.Sprintf("%s is in no line%s", j.short(int32(n)), named(l.Name))
			f := violation(j.Program, RuleLayer, l.Name, int32(n), "", title, l.Reason)
			f.Do = "give it a line in the order, where it belongs"
			j.add(f)
		}
	}
}

// direct looks at each import of the packages that a rule is about.
func (j *judge) direct(r *Imports) {
	from, only, deny := j.matching(r.From), j.matching(r.Only), j.matching(r.Deny)
	except := j.exceptions(r.Except)
	for i := range j.Imports {
		e := &j.Imports[i]
		wrong := deny[e.To] || r.Only != nil && !only[e.To] && !from[e.To]
		if !from[e.From] || !wrong || e.Test && !r.Tests || except.has(e.From, e.To) {
			continue
		}
		title := fmt.Sprintf("%s imports %s%s", j.short(e.From), j.short(e.To), named(r.Name))
		j.add(at(violation(j.Program, RuleForbidden, r.Name, e.From, j.Packages[e.To].Path, title, r.Reason), e))
	}
}

// transitive looks at all that the packages which a rule is about reach, and shows the shortest way to each of what
// they should not, unless another such way leads through it.
func (j *judge) transitive(r *Imports) {
	from, only, deny := j.matching(r.From), j.matching(r.Only), j.matching(r.Deny)
	g, first := j.graph(r)
	back := g.Reverse()
	for n := range from {
		if !from[n] {
			continue
		}
		distances := g.Distances(int32(n))
		for m, d := range distances {
			wrong := deny[m] || r.Only != nil && !only[m] && !from[m]
			if d <= 0 || !wrong {
				continue
			}
			way := shortest(back, distances, int32(n), int32(m))
			if j.through(way, func(k int32) bool { return from[k] || deny[k] || r.Only != nil && !only[k] }) {
				continue // that package's own finding tells it
			}
			j.add(j.reached(r, way, first))
		}
	}
}

// through reports whether a way leads, between its ends, through a package that has a finding of its own.
func (j *judge) through(way []int32, own func(int32) bool) bool {
	return len(way) > 2 && slices.ContainsFunc(way[1:len(way)-1], own)
}

// graph is that of the imports which a rule looks at, and where each is first written.
func (j *judge) graph(r *Imports) (*digraph.Graph, map[digraph.Edge]*Import) {
	first := map[digraph.Edge]*Import{}
	var edges []digraph.Edge
	from, except := j.matching(r.From), j.exceptions(r.Except)
	for i := range j.Imports {
		e := &j.Imports[i]
		// Tests of dependencies are never built.
		if e.Test && (!r.Tests || !from[e.From]) || except.has(e.From, e.To) {
			continue
		}
		edge := digraph.Edge{From: e.From, To: e.To}
		if first[edge] == nil {
			first[edge] = e
			edges = append(edges, edge)
		}
	}
	return digraph.New(len(j.Packages), edges), first
}

// shortest is a shortest way, of several the one through the first packages. back has all edges the other way round.
func shortest(back *digraph.Graph, distances []int32, from, to int32) []int32 {
	way := []int32{to}
	for at := to; at != from; {
		for _, m := range back.To(at) {
			if distances[m] == distances[at]-1 {
				at = m
				break
			}
		}
		way = append(way, at)
	}
	slices.Reverse(way)
	return way
}

// reached is the finding of a way.
func (j *judge) reached(r *Imports, way []int32, first map[digraph.Edge]*Import) evidence.Finding {
	from, to := way[0], way[len(way)-1]
	verb := "imports"
	if len(way) > 2 {
		verb = "reaches"
	}
	title := fmt.Sprintf("%s %s %s%s", j.short(from), verb, j.short(to), named(r.Name))
	f := violation(j.Program, RuleForbidden, r.Name, from, j.Packages[to].Path, title, r.Reason)
	for i := range way[:len(way)-1] {
		e := first[digraph.Edge{From: way[i], To: way[i+1]}]
		f.Chain = append(f.Chain, evidence.Frame{
			Package: j.Packages[way[i]].Path, Module: j.Packages[way[i]].Module, File: e.File, Line: e.Line,
		})
		if i == 0 {
			f = at(f, e)
		}
	}
	f.Chain = append(f.Chain, evidence.Frame{Package: j.Packages[to].Path, Module: j.Packages[to].Module})
	return f
}

// short is a package as people of the main module call it.
func (p *Program) short(n int32) string {
	path := p.Packages[n].Path
	if rest, ok := strings.CutPrefix(path, p.Module+"/"); ok {
		return rest
	}
	return path
}

// named says of which rule one speaks.
func named(name string) string {
	if name == "" {
		return ""
	}
	return " (" + name + ")"
}
