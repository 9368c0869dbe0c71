package startup

import (
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/gotool"
)

// TestWhereOfTheCollector: a collection that fell into several init functions is not the fault of
// the one that it fell into most.
func TestWhereOfTheCollector(t *testing.T) {
	const program, lib = "example.com/api", "example.com/lib"
	packages := map[string]*gotool.Package{program: {ImportPath: program}, lib: {ImportPath: lib}}
	n := newNamer(program, program, packages)
	a := &agent.Init{Symbol: lib + ".init.0"}
	b := &agent.Init{Symbol: lib + ".init.1"}
	for _, c := range []struct {
		name   string
		inB    int64
		inMain int64
		want   evidence.Frame
	}{
		{"in one init function", 10, 0, evidence.Frame{Package: lib, Symbol: "init.0"}},
		{"in two", 60, 0, evidence.Frame{Package: program}},
		{"in one and in main", 0, 60, evidence.Frame{Package: program}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := &group{cause: &gcOnPath, slices: []*slice{
				{To: 90, Init: a}, {From: 90, To: 90 + c.inB, Init: b}, {From: 200, To: 200 + c.inMain}}}
			if got := n.where(g, nil); got != c.want {
				t.Errorf("where = %+v, want %+v", got, c.want)
			}
		})
	}
}
