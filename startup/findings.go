package startup

import (
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/timeline"
)

// findings folds the critical path of o into ranked causes, and says how soon the program would be ready
// without them.
func (n *namer) findings(o *observation, slices []*slice) ([]evidence.Finding, []without) {
	ready := float64(o.took()) / 1e9
	var out []evidence.Finding
	groups := map[string][]*group{} // by fingerprint
	var within []evidence.Finding
	for _, g := range n.notable(o, slices) {
		f := n.finding(g, g.seconds(), ready)
		out = append(out, f)
		groups[f.Fingerprint] = append(groups[f.Fingerprint], g)
		within = append(within, o.inside(g, ready, f.Fingerprint)...)
	}
	out = finding.Rank(out)
	replays := n.whatIf(o, slices, out, groups)
	return append(finding.Rank(append(out, n.serial(o, slices)...)), within...), replays
}

// notable folds the critical path of o and returns what costs enough to be a finding.
func (n *namer) notable(o *observation, path []*slice) []*group {
	ready := float64(o.took()) / 1e9
	groups := slices.DeleteFunc(n.fold(o, path), func(g *group) bool {
		cost := g.seconds()
		return cost < notable(ready) || cost < minSpread*ready &&
			(!splits(g.cause) || g.cause == &manySmallInits || g.cause == &channelHandoff)
	})
	for _, g := range groups {
		switch {
		case g.cause.class() == classSubprocess:
			g.note = o.commands(g.slices)
		case g.cause == &dynamicLinking:
			g.note = o.libraries()
		}
		if g.cause != &manySmallInits { // a module is its place
			n.locate(o, g.slices...)
		}
	}
	return groups
}

func (n *namer) finding(g *group, cost, ready float64) evidence.Finding {
	stack := g.heaviestStack()
	f := evidence.Finding{
		Rule:   g.cause.Name,
		Title:  g.cause.Title,
		Class:  g.cause.Class,
		Phase:  heaviestPhase(g.slices).String(),
		Where:  n.where(g, stack),
		Cost:   evidence.Cost{Value: cost, Unit: "seconds"},
		Share:  cost / ready,
		Pass:   n.pass,
		OnPath: true,
		Do:     g.cause.Do,
	}
	f.Severity = finding.Severity(f.Cost.Value, ready, true)
	f.Fingerprint = finding.Fingerprint(f.Rule, f.Where.Package, f.Where.Symbol)
	if g.cause != &manySmallInits {
		inner := n.below(stack, g)
		f.Via = n.via(inner, f.Where)
		f.Chain = n.chain(stack, f.Where)
		f.Caller = n.caller(stack, g, f.Where)
	}
	if chain := n.importedVia(f.Where.Package); len(chain) > 1 {
		f.ImportedVia = chain
	}
	f.Why = strings.TrimSpace(g.cause.Doc + " " + n.seen(g, cost))
	return f
}

// where is the place to blame: in package init the init function, later the frame that blame
// chose. A path without any frame of the program's own is blamed on main, and one that is spread over
// init functions on the program as a whole.
func (n *namer) where(g *group, stack *timeline.Stack) evidence.Frame {
	if g.cause == &manySmallInits {
		return n.moduleFrame(g.init.Symbol)
	}
	if g.init != nil {
		return n.frame(timeline.Frame{Func: g.init.Symbol, File: initFile(g, stack), Line: g.line})
	}
	if g.frame.Func != "" {
		return n.frame(g.frame)
	}
	main := n.frame(timeline.Frame{Func: "main.main"})
	if g.cause == &dynamicLinking || g.cause == &hugeBinary {
		main.Symbol = "" // the program as a whole
		return main
	}
	in := heaviestInit(g.slices)
	if in == nil {
		return main
	}
	if secondsIn(g.slices, in) < blameShare*g.seconds() {
		main.Symbol = "" // it struck here and there, in the next run elsewhere
		return main
	}
	return n.frame(timeline.Frame{Func: in.Symbol, File: in.File, Line: in.Line})
}

// heaviestInit is the init function in which most of the time passed, nil if none did. It is where
// work without any stack of the program's own, such as the collector's, is put down.
func heaviestInit(all []*slice) *agent.Init {
	return heaviest(all, func(s *slice) *agent.Init { return s.Init })
}

func secondsIn(all []*slice, in *agent.Init) float64 {
	var ns int64
	for _, s := range all {
		if s.Init == in {
			ns += s.ns()
		}
	}
	return float64(ns) / 1e9
}

// moduleFrame is the place of a whole module, named by its path, that holds symbol.
func (n *namer) moduleFrame(symbol string) evidence.Frame {
	module := n.moduleOf(symbol)
	f := evidence.Frame{Package: module, Module: module}
	if p := n.known(n.packageOf(symbol)); p != nil {
		f.Version = p.Version
	}
	return f
}

// initFile is the file of the blamed line: one init function may take initializers from several.
func initFile(g *group, stack *timeline.Stack) string {
	for _, s := range g.slices {
		for _, st := range append(stacksOf(s), s.Place) {
			for _, f := range st.Frames() {
				if f.Func == g.init.Symbol && f.Line == g.line {
					return f.File
				}
			}
		}
	}
	return g.init.File
}

// stacksOf returns the stack of s and those of the waits that it lies within, outermost first.
func stacksOf(s *slice) []*timeline.Stack {
	var out []*timeline.Stack
	if s.Stack != nil {
		out = append(out, s.Stack)
	}
	n := len(out)
	for w := s.wait(); w != nil; w = s.outer(w) {
		if w.Stack != nil {
			out = append(out, w.Stack)
		}
	}
	slices.Reverse(out[n:])
	return out
}

// heaviestStack is the stack with most time among the slices; nil when none has one. In package init, that of
// an event may be of a later init function: it tells where a goroutine was after it had run for a while.
func (g *group) heaviestStack() *timeline.Stack {
	var heaviest *timeline.Stack
	here := new(scales)
	for _, s := range g.slices {
		if s.Place == nil {
			continue
		}
		n := noted(s.Place)
		if n.scales != here {
			n.scales, n.ns = here, 0
		}
		n.ns += s.ns()
		if s.Place == heaviest || n.ns > here.most && !g.elsewhere(s.Place) {
			heaviest, here.most = s.Place, n.ns
		}
	}
	return heaviest
}

// elsewhere reports whether a stack is of another init function than the one to blame.
func (g *group) elsewhere(st *timeline.Stack) bool {
	return g.init != nil && !st.Has(g.init.Symbol) && slices.ContainsFunc(st.Frames(), isInit)
}

func isInit(f *timeline.StackFrame) bool { return gobin.IsInit(f.Func) }

// heaviestPhase is the phase with most time among the slices.
func heaviestPhase(all []*slice) phase {
	return heaviest(all, func(s *slice) phase { return s.Phase })
}

// heaviest returns the attribute with most time among the slices, the one that gets there first
// among equals. The zero value does not count.
func heaviest[K comparable](all []*slice, of func(*slice) K) K {
	var best, none K
	lead, weight := int64(0), map[K]int64{}
	for _, s := range all {
		switch k := of(s); k {
		case none:
		case best:
			lead += s.ns()
		default:
			weight[k] += s.ns()
			if weight[k] > lead {
				weight[best] = lead
				best, lead = k, weight[k]
			}
		}
	}
	return best
}

// below returns the frames that the blamed function of g called, outermost first.
func (n *namer) below(stack *timeline.Stack, g *group) []*timeline.StackFrame {
	symbol := g.function()
	if stack == nil {
		return nil
	}
	for i, f := range stack.Frames() { // the innermost occurrence
		if f.Func == symbol {
			return reversed(stack.Frames()[:i])
		}
	}
	if g.init != nil { // another goroutine works for the init function
		return reversed(stack.Frames())
	}
	return nil
}

func reversed(frames []*timeline.StackFrame) []*timeline.StackFrame {
	out := make([]*timeline.StackFrame, len(frames))
	for i, f := range frames {
		out[len(frames)-1-i] = f
	}
	return out
}

// via is where the time is really spent: the deepest package outside of the standard library, if
// it is not the blamed one, else the first call into the standard library.
func (n *namer) via(inner []*timeline.StackFrame, where evidence.Frame) *evidence.Frame {
	var via *evidence.Frame
	for _, f := range inner {
		pkg := n.packageOf(f.Func)
		if n.standard(f.Func) {
			if via == nil && tellingStd(pkg) {
				v := n.frame(f.Frame)
				via = &v
			}
			continue
		}
		if pkg != where.Package {
			v := n.frame(f.Frame)
			via = &v
		} else {
			via = nil // back in the blamed package: what it calls from here tells more
		}
	}
	return via
}

// tellingStd reports whether naming a package of the standard library helps a reader.
func tellingStd(pkg string) bool {
	for _, silent := range []string{"runtime", "sync", "internal/", "reflect", "0cupel", "1cupelrt"} {
		if strings.HasPrefix(pkg, silent) && pkg != "runtime/debug" {
			return false
		}
	}
	return true
}

// chain is the stack from main or init down to the end, at package boundaries. The agent's frames,
// the runtime's and the inside of std packages are left out.
func (n *namer) chain(stack *timeline.Stack, where evidence.Frame) []evidence.Frame {
	if stack == nil {
		return nil
	}
	var out []evidence.Frame
	last := ""
	for _, f := range reversed(stack.Frames()) {
		pkg := n.packageOf(f.Func)
		if pkg == last || n.standard(f.Func) && (!tellingStd(pkg) || len(out) == 0) {
			continue
		}
		last = pkg
		out = append(out, n.frame(f.Frame))
	}
	return out
}

// caller is the frame of the main module nearest to the blamed one, on its way out; nil when the
// blamed place is in the main module itself or nothing of the main module called it.
func (n *namer) caller(stack *timeline.Stack, g *group, where evidence.Frame) *evidence.Frame {
	if where.Module == n.module || stack == nil {
		return nil
	}
	seen := false
	for _, f := range stack.Frames() {
		if !seen && n.packageOf(f.Func) == where.Package {
			seen = true
		}
		if seen && n.inMainModule(f.Func) {
			c := n.frame(f.Frame)
			return &c
		}
	}
	return nil
}
