package startup

import "math"

// A crowd is the init functions of one module.
type crowd struct {
	seconds float64 // of all
	small   []*group
}

// crowd sums init functions that are too small to matter alone by module, when there are many
// and they matter together.
func (n *namer) crowd(groups []*group, ready float64) []*group {
	if secondsOfInits(groups, math.Inf(1)) < minSpread*ready || secondsOfInits(groups, minSpread*ready) < notable(ready) {
		return groups
	}
	crowds := map[string]*crowd{}
	of := make([]*crowd, len(groups))
	var last *crowd // that of the package lastOf: its init functions come one after another
	var lastOf string
	for i, g := range groups {
		if !g.computesInInit() {
			continue
		}
		if pkg := n.packagePath(g.init.Symbol); last == nil || pkg != lastOf {
			module := n.moduleOf(g.init.Symbol)
			if crowds[module] == nil {
				crowds[module] = &crowd{}
			}
			last, lastOf = crowds[module], pkg
		}
		last.seconds += g.seconds()
		of[i] = last
	}
	var out []*group
	for i, g := range groups {
		if c := of[i]; c != nil && g.seconds() < min(minSpread*ready, max(minCost, smallPart*c.seconds)) {
			c.small = append(c.small, g)
			continue
		}
		out = append(out, g)
	}
	for _, module := range sortedKeys(crowds) {
		if small := crowds[module].small; len(small) >= manyInits {
			out = append(out, sum(small))
		} else {
			out = append(out, small...)
		}
	}
	return out
}

func (g *group) computesInInit() bool { return g.init != nil && g.cause.Class == "cpu" }

// secondsOfInits returns how long init functions compute, those that take less than a limit each.
func secondsOfInits(groups []*group, limit float64) float64 {
	sum := 0.0
	for _, g := range groups {
		if s := g.seconds(); s < limit && g.computesInInit() {
			sum += s
		}
	}
	return sum
}

// sum makes one group of many. It has no line: the module is to blame.
func sum(groups []*group) *group {
	all := &group{cause: &manySmallInits, init: groups[0].init, count: len(groups)}
	for _, g := range groups {
		all.slices = append(all.slices, g.slices...)
		all.longest = max(all.longest, g.seconds())
	}
	return all
}
