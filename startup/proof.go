package startup

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// seen says in one sentence on what evidence the finding rests.
func (n *namer) seen(g *group, cost float64) string {
	if g.cause == &manySmallInits {
		return fmt.Sprintf("Seen: %d init functions of this module, the longest %s.",
			g.count, unit.Seconds(g.longest))
	}
	text := "Seen: " + g.proof() + g.note
	if g.cause.detail != nil {
		text = join(text, g.cause.detail(g.slices))
	}
	if gc := g.collected(); gc >= minSpread*cost && g.cause.class() == classCPU {
		text += fmt.Sprintf("; %s of it is garbage collection", unit.Percent(gc/cost))
	}
	if w := n.waiter(g, cost/2); w != nil {
		text += n.waitedFor(w)
	}
	return text + "."
}

// join adds a part to a sentence.
func join(text, part string) string {
	if part == "" {
		return text
	}
	return text + "; " + part
}

// proof counts the observations.
func (g *group) proof() string {
	samples, pieces, longest := 0, 0, 0.0
	for _, s := range g.slices {
		if s.Sampled {
			samples += 1 + int(s.Pieces)
		} else {
			pieces += 1 + int(s.Pieces)
		}
		longest = max(longest, float64(s.longest())/1e9)
	}
	switch {
	case g.cause.class() == classCPU && samples > 0:
		return counted(samples, "CPU sample", "CPU samples")
	case g.cause.class() == classCPU && g.init != nil:
		return "the exact time of the init function, too short for a CPU sample"
	case pieces+samples == 1:
		return "1 piece of the path"
	}
	return fmt.Sprintf("%d pieces of the path, the longest %s", pieces+samples, unit.Seconds(longest))
}

// collected is the time of the garbage collector within g, in seconds.
func (g *group) collected() float64 {
	sum := 0.0
	for _, s := range g.slices {
		if s.Taken == classGC {
			sum += s.seconds()
		}
	}
	return sum
}

// waiter returns the outermost wait for half of g, in seconds, or more by the program's own code, nil
// if there is none.
func (n *namer) waiter(g *group, half float64) *timeline.Wait {
	weight := map[*timeline.Wait]float64{}
	var best *timeline.Wait
	for _, s := range g.slices {
		w := s.outermost(func(w *timeline.Wait) bool { return n.own(w.Stack) })
		if w == nil || float64(w.To-w.From)/1e9 < half {
			continue
		}
		weight[w] += s.seconds()
		if best == nil || weight[w] > weight[best] {
			best = w
		}
	}
	if best == nil || weight[best] < half || collecting.on(best.Stack) {
		return nil
	}
	return best
}

// waitedFor says which goroutine of the path waited for this, and where.
func (n *namer) waitedFor(w *timeline.Wait) string {
	f, ok := n.innermost(w.Stack)
	if !ok {
		return ""
	}
	at := n.frame(f)
	return fmt.Sprintf("; %s.%s waits for it at %s:%d (%s)", base(at.Package), at.Symbol, at.File, at.Line, w.Reason)
}

// base is the last element of an import path.
func base(pkg string) string { return pkg[strings.LastIndexByte(pkg, '/')+1:] }

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
