package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/timeline"
)

// TestPlaceDecides: after main began the samples of one place decide together what it is, and what is
// done in a Once has that name only when nothing more specific has.
func TestPlaceDecides(t *testing.T) {
	const program = "example.com/api"
	plain := stackOf("main.load", "main.main")
	decode := stackOf("encoding/json.(*decodeState).object", "encoding/json.Unmarshal", "main.load", "main.main")
	encode := stackOf("encoding/json.(*encodeState).marshal", "encoding/json.Marshal", "main.load", "main.main")
	match := stackOf("regexp.(*machine).step", "regexp.(*Regexp).FindString", "main.load", "main.main")
	once := stackOf("main.load", "sync.(*Once).doSlow", "main.main")
	decodeOnce := stackOf("encoding/gob.(*Decoder).Decode", "main.load", "sync.(*Once).doSlow", "main.main")
	for _, c := range []struct {
		name         string
		first, other *timeline.Stack
		ms           int64 // of the first; of the other 10
		want         *cause
	}{
		{"more than half", decode, plain, 11, &decodeOnPath},
		{"less than half", decode, plain, 9, &cpuOnPath},
		{"encoding", encode, plain, 90, &cpuOnPath},
		{"matching", match, plain, 90, &cpuOnPath},
		{"in a Once", once, plain, 90, &onceOnPath},
		{"decoding in a Once", decodeOnce, once, 90, &decodeOnPath},
		{"a bit of decoding in a Once", decodeOnce, once, 5, &onceOnPath},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNamer(program, program, map[string]*gotool.Package{program: {ImportPath: program, Module: program}})
			var all []*slice
			for at := int64(0); at < c.ms+10; at++ {
				s := &slice{From: at * 1e6, To: (at + 1) * 1e6, Phase: phaseMain, Class: classCPU, Sampled: true, Stack: c.first}
				if at >= c.ms {
					s.Stack = c.other
				}
				s.Place = s.Stack
				all = append(all, s)
			}
			groups := n.foldMain(&observation{line: new(timeline.Timeline)}, all, 0)
			if len(groups) != 1 || groups[0].cause != c.want {
				t.Errorf("%d groups, the first is %s, want one of %s", len(groups), groups[0].cause.Name, c.want.Name)
			}
		})
	}
}

// TestFoldInit: in an init function of several lines, time that shows none belongs to the line before it
// if the CPU spent it, and to the line that it was begun from if another goroutine waited.
func TestFoldInit(t *testing.T) {
	fn := &agent.Init{Symbol: "main.init", Line: 10}
	at := func(line int, inner string) *timeline.Stack {
		return timeline.NewStack(timeline.Frame{Func: inner}, timeline.Frame{Func: fn.Symbol, Line: line})
	}
	compile, other := at(20, "regexp.compile"), at(11, "strings.Fields")
	grow := stackOf("runtime.copystack", "runtime.morestack")
	now := int64(0)
	piece := func(class class, ms int64, st *timeline.Stack) *slice {
		now += ms * 1e6
		return &slice{From: now - ms*1e6, To: now, Phase: phaseInit, Init: fn, Class: class, Sampled: class == classCPU, Stack: st, Place: st}
	}
	wait := piece(classDNS, 180, stackOf("net.(*conn).Read", "net.(*Resolver).exchange"))
	wait.Place = at(15, "net.(*Resolver).LookupHost")
	blank := piece(classCPU, 5, nil)
	blank.Sampled = false
	type found struct {
		Rule string
		Line int
		MS   float64
	}
	var got []found
	for _, g := range foldInit([]*slice{
		piece(classCPU, 1, grow), piece(classCPU, 6, other), wait,
		piece(classCPU, 20, compile), piece(classCPU, 30, grow), blank, piece(classCPU, 25, compile),
	}) {
		got = append(got, found{g.cause.Name, g.line, g.seconds() * 1e3})
	}
	want := []found{{"cpu-at-init", 11, 7}, {"dns-at-init", 15, 180}, {"regexp-at-init", 20, 80}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("groups (-want +got)\n%s", diff)
	}
}
