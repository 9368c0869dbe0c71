package startup

import "testing"

func TestWaitsMayDivide(t *testing.T) {
	for _, c := range []struct {
		name string
		all  []int64 // ns
		want bool
	}{
		{"none", nil, false},
		{"one", []int64{100}, false},
		{"two of the least", []int64{5, 5}, true},
		{"one of the least and a long one", []int64{15, 5}, true},
		{"a long one and too little", []int64{100, 4}, false},
		{"too little", []int64{5, 4}, false},
		{"many little ones", []int64{2, 2, 2, 2, 2}, true},
	} {
		var views []view
		at := int64(1)
		for _, ns := range c.all {
			views = append(views, view{slice: &slice{From: at, To: at + ns}, waits: true}, view{slice: &slice{From: at, To: at + 1000}})
			at += ns
		}
		if got := waitsIn(views).mayDivide(5); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
