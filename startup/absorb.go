package startup

import "slices"

// absorbed is the part of a cause's own time up to which the scheduling delays in between belong
// to it: a computation of 200 ms is now and then preempted, and without it the delays would be
// gone too. More than that is a shortage of processors, which is a cause of its own.
const absorbed = 0.25

// absorb gives delays to the cause that the path was in just before, or comes to just after, where
// that cause is so much longer that the delays are part of it.
func absorb(groups []*group, path []*slice) []*group {
	for _, c := range []*cause{&schedulerDelay, &cpuStarvation} {
		if i := slices.IndexFunc(groups, func(g *group) bool { return g.cause == c }); i >= 0 {
			groups = absorbDelays(groups, i, path)
		}
	}
	return groups
}

// absorbDelays gives away what it can of group i.
func absorbDelays(groups []*group, i int, path []*slice) []*group {
	delays := groups[i]
	nearest(delays, groups, path)
	near := map[*group][]*slice{}
	for _, s := range delays.slices {
		near[s.owner] = append(near[s.owner], s)
	}
	taken := map[*group]bool{}
	for g, all := range near {
		if g != delays && seconds(all) <= absorbed*g.seconds() {
			g.slices = append(g.slices, all...)
			taken[g] = true
		}
	}
	delays.slices = slices.DeleteFunc(delays.slices, func(s *slice) bool { return taken[s.owner] })
	if len(delays.slices) == 0 {
		return slices.Delete(groups, i, i+1)
	}
	return groups
}

// nearest makes each slice owned by its group, and each scheduling delay by the group that the path
// was in before it, or after it where nothing was before.
func nearest(delays *group, groups []*group, path []*slice) {
	for _, g := range groups {
		for _, s := range g.slices {
			s.owner = g
		}
	}
	last := delays
	var open []*slice // delays before the first group
	for _, s := range path {
		switch {
		case s.owner == nil:
		case s.owner != delays:
			last = s.owner
			for _, o := range open {
				o.owner = last
			}
			open = nil
		case last != delays:
			s.owner = last
		default:
			open = append(open, s)
		}
	}
}
