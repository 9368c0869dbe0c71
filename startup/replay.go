package startup

import (
	"slices"
	"sort"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/timeline"
)

// mostReplayed is how many causes are taken away, the heaviest first: nobody mends the tenth.
const mostReplayed = 5

// A without is when the program would have been ready without some causes.
type without struct {
	fingerprints []string
	ready        float64 // seconds
}

// whatIf replays the run without each of the ranked causes, alone and together with those above it.
func (n *namer) whatIf(o *observation, path []*slice, ranked []evidence.Finding, groups map[string][]*group) []without {
	var out []without
	for _, all := range groups {
		for _, g := range all {
			for _, s := range g.slices {
				s.blamed = true
			}
		}
	}
	var order []string
	for _, f := range ranked[:min(mostReplayed, len(ranked))] {
		if !slices.Contains(order, f.Fingerprint) {
			order = append(order, f.Fingerprint)
		}
	}
	if len(order) == 0 {
		return nil
	}
	onPath := pathOf(path)
	o.replay = o.line.NewReplay()
	together, whole := o.unheld(), o.readyWith(o.unheld())
	for i, fingerprint := range order {
		mended := saving{}
		for _, g := range groups[fingerprint] {
			o.save(g, n.restOf(o, g, path), onPath, mended)
		}
		mended.merge()
		alone := o.unheld()
		alone.add(mended)
		together.add(mended)
		out = append(out, without{order[i : i+1], o.less(whole, alone)})
		if i > 0 {
			out = append(out, without{order[:i+1], o.less(whole, together)})
		}
	}
	return out
}

// less returns ready with a saving, in seconds, given whole in a replay without it.
func (o *observation) less(whole int64, s saving) float64 {
	return float64(o.took()-(whole-o.readyWith(s))) / 1e9
}

// unheld saves the time in which goroutines stood still to be looked at.
func (o *observation) unheld() saving {
	s := saving{}
	for g, all := range o.line.Held {
		for _, h := range all {
			s[g] = append(s[g], timeline.Saved{From: h.From, To: h.To, Time: h.To - h.From})
		}
	}
	return s
}

// readyWith returns ready in a replay, in ns.
func (o *observation) readyWith(s saving) int64 {
	s.merge()
	o.replay.Without(s)
	took := o.replay.At(o.readyG, o.ready) - o.start
	for _, before := range s[0] {
		took -= before.Time
	}
	return took
}

// restOf returns what little passes on the path at the place of g, between its pieces or in the same init
// function, and is no cause of its own: the loop around a thousand fsyncs goes with them.
func (n *namer) restOf(o *observation, g *group, path []*slice) []*slice {
	place := g.function()
	if place == "" {
		return nil
	}
	from, to := g.slices[0].From, g.slices[0].To
	for _, s := range g.slices {
		from, to = min(from, s.From), max(to, s.To)
	}
	at := &search{place}
	var out []*slice
	for _, s := range path {
		if s.blamed || s.Class == classHeld {
			continue
		}
		here := s.Init != nil && s.Init == g.init
		if g.init == nil && s.From >= from && s.To <= to {
			n.locate(o, s)
			here = here || at.on(s.Place)
		}
		if here {
			out = append(out, s)
		}
	}
	if seconds(out) > absorbed*g.seconds() {
		return nil
	}
	return out
}

// covered is stretches of time by goroutine, in order and apart from each other.
type covered map[int64][]timeline.Stretch

// pathOf returns when each goroutine was on the path.
func pathOf(path []*slice) covered {
	all := covered{}
	for i := 0; i < len(path); {
		g := path[i].G
		of := all[g]
		for ; i < len(path) && path[i].G == g; i++ {
			of = extended(of, path[i].From, path[i].To)
		}
		all[g] = of
	}
	return all
}

// extended adds a stretch that ends after all of them.
func extended(all []timeline.Stretch, from, to int64) []timeline.Stretch {
	n := len(all)
	for ; n > 0 && all[n-1].To >= from; n-- {
		from = min(from, all[n-1].From)
	}
	return append(all[:n], timeline.Stretch{From: from, To: to})
}

// covers reports whether one of such stretches covers an instant.
func covers(all []timeline.Stretch, at int64) bool {
	i := sort.Search(len(all), func(i int) bool { return all[i].To > at })
	return i < len(all) && all[i].From <= at
}

// without adds the metrics of what-if.
func (m *metrics) without(all []without) {
	for _, w := range all {
		m.addObserved(MetricReadyWithout, "lower", map[string]string{"without": strings.Join(w.fingerprints, ",")}, w.ready)
	}
}
