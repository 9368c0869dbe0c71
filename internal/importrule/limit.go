package importrule

import (
	"fmt"

	"github.com/cupelgo/cupel/internal/digraph"
)

// What can be limited. All count what is built, without tests.
const (
	LimitModules  = "modules"   // of which packages are imported, without the main ones and std
	LimitPackages = "packages"  // without std
	LimitInDegree = "in-degree" // packages that import a package of the main modules
	LimitDepth    = "depth"     // imports in a row, a cycle counting as one package
)

func (j *judge) limits(all []Limit) {
	for _, l := range all {
		switch l.What {
		case LimitModules:
			j.exceeds(l, j.countModules(), 0, "%d modules are imported")
		case LimitPackages:
			j.exceeds(l, j.countPackages(), 0, "%d packages are built")
		case LimitInDegree:
			for n, d := range j.inDegrees() {
				j.exceeds(l, d, int32(n), "%d packages import "+j.short(int32(n)))
			}
		case LimitDepth:
			n, depth := j.deepest()
			j.exceeds(l, depth, n, "%d imports in a row lead from "+j.short(n))
		}
	}
}

// exceeds tells of a number above its limit.
func (j *judge) exceeds(l Limit, n int, at int32, format string) {
	if n <= l.Most || len(j.Packages) == 0 {
		return
	}
	title := fmt.Sprintf(format+", the limit is %d", n, l.Most)
	j.add(violation(j.Program, RuleLimit, l.What, at, l.What, title, ""))
}

func (j *judge) countModules() int {
	modules := map[string]bool{}
	for i := range j.Imports {
		if to := &j.Packages[j.Imports[i].To]; !j.Imports[i].Test && !to.Home && to.Module != Std && to.Module != "" {
			modules[to.Module] = true
		}
	}
	return len(modules)
}

func (j *judge) countPackages() int {
	n := 0
	for i := range j.Packages {
		if j.Packages[i].Module != Std {
			n++
		}
	}
	return n
}

// built is the graph without tests.
func (j *judge) built() *digraph.Graph {
	var edges []digraph.Edge
	for i := range j.Imports {
		if e := &j.Imports[i]; !e.Test {
			edges = append(edges, digraph.Edge{From: e.From, To: e.To})
		}
	}
	return digraph.New(len(j.Packages), edges)
}

// inDegrees counts importers of packages of the main modules.
func (j *judge) inDegrees() []int {
	degrees := make([]int, len(j.Packages))
	for e := range j.built().Edges() {
		if j.Packages[e.To].Home {
			degrees[e.To]++
		}
	}
	return degrees
}

func (j *judge) deepest() (at int32, depth int) {
	for n, d := range j.built().Depths() {
		if j.Packages[n].Home && int(d) > depth {
			at, depth = int32(n), int(d)
		}
	}
	return at, depth
}
