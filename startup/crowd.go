package startup

// A crowd is the init functions of one module.
type crowd struct {
	seconds float64 // of all
	small   []*group
}

// crowd sums init functions that are too small to matter alone by module, when there are many
// and they matter together.
func (n *namer) crowd(groups []*group, ready float64) []*group {
	cost := make([]float64, len(groups))
	all, below, count := 0.0, 0.0, 0.0 // of init functions, and of those that may be small
	for i, g := range groups {
		if cost[i] = g.seconds(); g.computesInInit() {
			all += cost[i]
			if cost[i] < minSpread*ready {
				below += cost[i]
				count++
			}
		}
	}
	if all < minSpread*ready || below < notable(ready) ||
		n.mostTogether(groups, cost, below/count, minSpread*ready) < notable(ready) {
		return groups
	}
	crowds, of := n.crowds(groups, cost)
	var out []*group
	for i, g := range groups {
		if c := of[i]; c != nil && cost[i] < min(minSpread*ready, max(minCost, smallPart*c.seconds)) {
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

// mostTogether returns what the init functions of one module that cost less than high may cost together at
// most. It does not ask for the modules of those that cost less than low, which are many: all of them might be
// of that one.
func (n *namer) mostTogether(groups []*group, cost []float64, low, high float64) float64 {
	most, rest := 0.0, 0.0
	of := map[string]float64{} // by module
	for i, g := range groups {
		switch {
		case !g.computesInInit() || cost[i] >= high:
		case cost[i] < low:
			rest += cost[i]
		default:
			module := n.moduleOf(g.init.Symbol)
			of[module] += cost[i]
			most = max(most, of[module])
		}
	}
	return most + rest
}

// crowds returns the crowds by module, and that of each group; nil of one that is not of an init function.
func (n *namer) crowds(groups []*group, cost []float64) (crowds map[string]*crowd, of []*crowd) {
	crowds, of = map[string]*crowd{}, make([]*crowd, len(groups))
	var last *crowd // that of the package lastOf: its init functions come one after another
	var lastOf string
	for i, g := range groups {
		if !g.computesInInit() {
			continue
		}
		if pkg := n.packageOf(g.init.Symbol); last == nil || pkg != lastOf {
			module := n.moduleOfPackage(pkg)
			c := crowds[module]
			if c == nil {
				c = &crowd{}
				crowds[module] = c
			}
			last, lastOf = c, pkg
		}
		last.seconds += cost[i]
		of[i] = last
	}
	return crowds, of
}

func (g *group) computesInInit() bool { return g.init != nil && g.cause.class() == classCPU }

// sum makes one group of many. It has no line: the module is to blame.
func sum(groups []*group) *group {
	all := &group{cause: &manySmallInits, init: groups[0].init, count: len(groups)}
	for _, g := range groups {
		all.slices = append(all.slices, g.slices...)
		all.longest = max(all.longest, g.seconds())
	}
	return all
}
