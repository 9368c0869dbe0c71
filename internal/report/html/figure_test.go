package html

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/report"
)

// TestMerged puts stretches of an axis from 0 to 10 on ten cells.
func TestMerged(t *testing.T) {
	s := func(from, to float64, class string) report.Stretch {
		return report.Stretch{From: from, To: to, Class: class}
	}
	tests := []struct {
		name string
		in   []report.Stretch
		want []run
	}{
		{"none", nil, nil},
		{"as they are", []report.Stretch{s(1, 3, "a"), s(3, 4, "b")}, []run{{1, 3, "a"}, {3, 4, "b"}}},
		{"neighbours alike are one", []report.Stretch{s(1, 3, "a"), s(3, 5, "a")}, []run{{1, 5, "a"}}},
		{"in any order", []report.Stretch{s(3, 4, "b"), s(1, 3, "a")}, []run{{1, 3, "a"}, {3, 4, "b"}}},
		{"a gap stays", []report.Stretch{s(1, 2, "a"), s(4, 5, "a")}, []run{{1, 2, "a"}, {4, 5, "a"}}},
		{"a cell goes to what has most of it", []report.Stretch{s(1, 1.2, "a"), s(1.2, 1.9, "b"), s(1.9, 2, "c")}, []run{{1, 2, "b"}}},
		{"many short ones add up", []report.Stretch{s(1, 1.2, "a"), s(1.2, 1.5, "b"), s(1.5, 1.8, "a")}, []run{{1, 2, "a"}}},
		{"what is short alone is seen", []report.Stretch{s(2.4, 2.4001, "a")}, []run{{2, 3, "a"}}},
		{"a border within a cell", []report.Stretch{s(0, 2.7, "a"), s(2.7, 5, "b")}, []run{{0, 3, "a"}, {3, 5, "b"}}},
		{"beyond the axis", []report.Stretch{s(-3, 2, "a"), s(8, 20, "b")}, []run{{0, 2, "a"}, {8, 10, "b"}}},
		{"backwards is nothing", []report.Stretch{s(5, 4, "a")}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, merged(test.in, 10, 10), cmp.AllowUnexported(run{})); diff != "" {
				t.Errorf("merged (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMergedIsInOrder holds for many stretches that runs neither overlap nor leave the axis.
func TestMergedIsInOrder(t *testing.T) {
	f := timelineFigure(20, 3000).Timeline
	for _, cells := range grids {
		for i := range f.Lanes {
			end := 0
			for _, r := range merged(f.Lanes[i].States, f.Total, cells) {
				if r.from < end || r.to <= r.from || r.to > cells {
					t.Fatalf("lane %d on %d cells: run %+v after the end of the last at %d", i, cells, r, end)
				}
				end = r.to
			}
		}
	}
}

func TestTicks(t *testing.T) {
	tests := []struct {
		lo, hi float64
		want   []float64
	}{
		{0, 0.828, []float64{0, 0.2, 0.4, 0.6, 0.8}},
		{0, 10, []float64{0, 2, 4, 6, 8, 10}},
		{0.61, 0.79, []float64{0.65, 0.7, 0.75}},
		{1, 1, nil},
		{0, math.Inf(1), nil},
	}
	for _, test := range tests {
		got := ticks(test.lo, test.hi, 6)
		same := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
		if diff := cmp.Diff(test.want, got, same); diff != "" {
			t.Errorf("ticks(%v, %v) (-want +got):\n%s", test.lo, test.hi, diff)
		}
	}
}

func TestFramesOf(t *testing.T) {
	f := &report.Flame{Total: 100, Roots: []report.Node{
		{Name: "a", Value: 60, Calls: []report.Node{{Name: "b", Value: 0.01, Calls: []report.Node{{Name: "c", Value: 0.01}}}, {Name: "d", Value: 30}}},
		{Name: "e", Value: 40},
	}}
	frames, left := framesOf(f)
	var got []string
	for _, fr := range frames {
		got = append(got, fmt.Sprint(fr.Name, " ", fr.parent, " ", fr.depth, " ", fr.from, " ", fr.width))
	}
	want := []string{"a -1 0 0 0.6", "e -1 0 0.6 0.4", "d 0 1 0 0.3"}
	if diff := cmp.Diff(want, got); diff != "" || left != 2 {
		t.Errorf("framesOf leaves out %d, want 2 (-want +got):\n%s", left, diff)
	}
}

func TestShortName(t *testing.T) {
	tests := []struct{ in, want string }{
		{"main.main", "main.main"},
		{"github.com/acme/api/config.init.0", "config.init.0"},
		{"slices.SortFunc[go.shape.[]github.com/a/b.T]", "slices.SortFunc[go.shape.[]github.com/a/b.T]"},
		{"golang.org/x/exp/maps.Keys[a/b.T]", "maps.Keys[a/b.T]"},
	}
	for _, test := range tests {
		if got := shortName(test.in); got != test.want {
			t.Errorf("shortName(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

// TestOddNumbers renders documents all of whose numbers are one that no measurement gives: no picture has it as
// a coordinate.
func TestOddNumbers(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1e300, 5e-324} {
		d, scaled := hostile("x"), hostile("x")
		numbersTo(reflect.ValueOf(d).Elem(), v)
		numbersTo(reflect.ValueOf(scaled).Elem(), v)
		for i := range scaled.Sections { // the axes are as they should be, what is on them is not
			f := scaled.Sections[i].Figure
			f.Waterfall.Total, f.Timeline.Total, f.Flame.Total, f.Effects.Least = 1, 1, 1, 0.03
		}
		page := withoutCode(t, render(t, d)) + withoutCode(t, render(t, scaled))
		for _, name := range []string{"x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "d", "viewBox", "data-cells", "data-from"} {
			for _, bad := range []string{"NaN", "Inf", "e+"} {
				for _, part := range strings.Split(page, " "+name+"=\"")[1:] {
					if value, _, _ := strings.Cut(part, "\""); strings.Contains(value, bad) && !(name == "data-from" && (v != v || v > 1 || v < -1)) {
						t.Errorf("all numbers %v: %s is %q", v, name, value)
					}
				}
			}
		}
	}
}

// numbersTo sets all floating point numbers below v.
func numbersTo(v reflect.Value, to float64) {
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(to)
	case reflect.Pointer:
		if !v.IsNil() {
			numbersTo(v.Elem(), to)
		}
	case reflect.Slice:
		for i := range v.Len() {
			numbersTo(v.Index(i), to)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				numbersTo(v.Field(i), to)
			}
		}
	}
}
