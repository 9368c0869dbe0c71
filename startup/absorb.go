package startup

import "slices"

// absorbed is the part of a cause's own time up to which the scheduling delays in between belong
// to it: a computation of 200 ms is now and then preempted, and without it the delays would be
// gone too. More than that is a shortage of processors, which is a cause of its own.
const absorbed = 0.25

// absorb gives scheduling delays to the cause that the path was in just before, or comes to just
// after, where that cause is so much longer that the delays are part of it.
func absorb(groups []*group, path []slice) []*group {
	i := slices.IndexFunc(groups, func(g *group) bool { return g.cause == &schedulerDelay })
	if i < 0 {
		return groups
	}
	delays := groups[i]
	owners := nearest(delays, groups, path)
	near := map[*group][]*slice{}
	for _, s := range delays.slices {
		if g := owners[s]; g != nil {
			near[g] = append(near[g], s)
		}
	}
	taken := map[*slice]bool{}
	for g, all := range near {
		if seconds(all) > absorbed*g.seconds() {
			continue
		}
		g.slices = append(g.slices, all...)
		for _, s := range all {
			taken[s] = true
		}
	}
	delays.slices = slices.DeleteFunc(delays.slices, func(s *slice) bool { return taken[s] })
	if len(delays.slices) == 0 {
		return slices.Delete(groups, i, i+1)
	}
	return groups
}

// nearest returns, for each scheduling delay, the group that the path was in before it, or after
// it where nothing was before.
func nearest(delays *group, groups []*group, path []slice) map[*slice]*group {
	owner := map[*slice]*group{}
	for _, g := range groups {
		for _, s := range g.slices {
			owner[s] = g
		}
	}
	out := map[*slice]*group{}
	var last *group
	var open []*slice // delays before the first group
	for i := range path {
		s := &path[i]
		switch g := owner[s]; {
		case g == delays && last != nil:
			out[s] = last
		case g == delays:
			open = append(open, s)
		case g != nil:
			last = g
			for _, o := range open {
				out[o] = g
			}
			open = nil
		}
	}
	return out
}
