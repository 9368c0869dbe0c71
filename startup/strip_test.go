package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStrip(t *testing.T) {
	// run is strokes of these lengths one after the other, what alternating from 0 on.
	run := func(lengths ...int64) (all []stroke) {
		at := int64(0)
		for i, n := range lengths {
			all = append(all, stroke{from: at, to: at + n, own: n, what: i % 2})
			at += n
		}
		return all
	}
	for _, c := range []struct {
		name     string
		in, want []stroke
	}{
		{"nothing", nil, nil},
		{"long ones stay", run(20, 30), run(20, 30)},
		{"a short one beside a long one", run(20, 1, 30), []stroke{{0, 51, 50, 0}}},
		{"short ones are what most of them is", run(1, 4, 1, 4, 1, 4), []stroke{{0, 15, 12, 1}}},
		{"short ones between long ones", run(20, 1, 4, 1, 4, 1, 4, 30), []stroke{{0, 35, 32, 0}, {35, 65, 30, 1}}},
		{"what stands alone", []stroke{{0, 1, 1, 0}, {50, 51, 1, 1}}, []stroke{{0, 1, 1, 0}, {50, 51, 1, 1}}},
		{"a gap that cannot be seen", []stroke{{0, 20, 20, 0}, {21, 40, 19, 0}}, []stroke{{0, 40, 39, 0}}},
		{"a gap that can", []stroke{{0, 20, 20, 0}, {40, 60, 20, 0}}, []stroke{{0, 20, 20, 0}, {40, 60, 20, 0}}},
		{"of no length", []stroke{{5, 5, 0, 1}}, []stroke{{5, 5, 0, 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newStrip(10)
			for _, s := range c.in {
				p.add(s)
			}
			if diff := cmp.Diff(c.want, p.strokes(), cmp.AllowUnexported(stroke{})); diff != "" {
				t.Errorf("strokes (-want +got)\n%s", diff)
			}
		})
	}
}

// Millions of strokes become as many as can be told apart.
func TestStripBounds(t *testing.T) {
	const whole, least = 1_000_000, 1000
	p := newStrip(least)
	for at := int64(0); at < whole; at += 3 {
		p.add(stroke{from: at, to: at + 3, own: 3, what: int(at % 7)})
	}
	all := p.strokes()
	if len(all) > whole/least || all[0].from != 0 || all[len(all)-1].to < whole {
		t.Errorf("%d strokes from %d to %d, want no more than %d of all", len(all), all[0].from, all[len(all)-1].to, whole/least)
	}
}

func TestFlatten(t *testing.T) {
	at := func(from, to int64, what int, density float64) layer {
		return layer{stroke{from: from, to: to, what: what}, density}
	}
	for _, c := range []struct {
		name string
		in   []layer
		want []stroke
	}{
		{"nothing", nil, nil},
		{"one after the other", []layer{at(0, 10, 0, 1), at(10, 30, 1, 1)}, []stroke{{0, 10, 10, 0}, {10, 30, 20, 1}}},
		{"the densest shows", []layer{at(0, 100, 0, 0.8), at(10, 90, 1, 0.25)},
			[]stroke{{0, 10, 8, 0}, {10, 90, 64, 0}, {90, 100, 8, 0}}},
		{"within a loose one", []layer{at(0, 100, 0, 0.2), at(40, 60, 1, 1)},
			[]stroke{{0, 40, 8, 0}, {40, 60, 20, 1}, {60, 100, 8, 0}}},
		{"a gap stays", []layer{at(20, 30, 1, 1), at(0, 10, 0, 1)}, []stroke{{0, 10, 10, 0}, {20, 30, 10, 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, flatten(c.in), cmp.AllowUnexported(stroke{})); diff != "" {
				t.Errorf("flatten (-want +got)\n%s", diff)
			}
		})
	}
}
