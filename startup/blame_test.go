package startup

import (
	"slices"
	"testing"

	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/timeline"
)

// TestBlame blames places for slices of 10 ms each, in order of time, whose stacks are given outermost first.
func TestBlame(t *testing.T) {
	const program, lib = "example.com/p", "example.com/lib"
	n := newNamer(program, program, map[string]*gotool.Package{
		program: {ImportPath: program, Module: program}, lib: {ImportPath: lib, Module: lib},
	})
	load, other, inner := program+".load", program+".other", program+".inner"
	walk, a, b := lib+".Walk", lib+".a", lib+".b"
	type part struct {
		fn     string
		slices string // a letter for each
	}
	for _, c := range []struct {
		name   string
		stacks [][]string
		whole  bool // it is one thing wherever it strikes
		want   []part
	}{
		{"one callee has most", [][]string{{load}, {other}, {load}, {load}, {load}}, false, []part{{load, "abcde"}}},
		{"two share it", [][]string{{load}, {other}, {load}, {other}}, false, []part{{load, "ac"}, {other, "bd"}}},
		{"what is left of the second", [][]string{{other}, {load, inner}, {load}, {load, inner}, {load, inner}, {load, inner}, {other},
			{other}, {other}, {other}, {other}}, false, []part{{other, "aghijk"}, {inner, "bcdef"}}},
		{"two share what is one thing", [][]string{{load}, {other}}, true, []part{{"", "ab"}}},
		{"inside a library", [][]string{{load, walk, a}, {load, walk, b}}, false, []part{{walk, "ab"}}},
		{"a library calls back", [][]string{{walk, a, load}, {walk, b, other}, {walk}}, false,
			[]part{{load, "a"}, {other, "b"}, {walk, "c"}}},
		{"a function that calls itself", [][]string{{load, load, load}, {load}}, false, []part{{load, "a"}, {load, "b"}}},
		{"no place", [][]string{nil, nil}, false, []part{{"", "ab"}}},
		{"nothing", nil, false, []part{{"", ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var all []*slice
			index := map[*slice]int{}
			for i, fns := range c.stacks {
				s := &slice{From: int64(i) * 10e6, To: int64(i+1) * 10e6, Place: placed(fns)}
				index[s] = i
				all = append(all, s)
			}
			var got []part
			for _, p := range n.blame(all, !c.whole) {
				g := part{fn: p.frame.Func}
				for _, s := range p.slices {
					g.slices += string(rune('a' + index[s]))
				}
				got = append(got, g)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("blame = %v, want %v", got, c.want)
			}
		})
	}
}

// placed returns a stack of functions, outermost first; nil for none.
func placed(fns []string) *timeline.Stack {
	var frames []timeline.Frame
	for _, fn := range slices.Backward(fns) {
		frames = append(frames, timeline.Frame{Func: fn, File: "x.go", Line: 1})
	}
	if frames == nil {
		return nil
	}
	return timeline.NewStack(frames...)
}
