package startup

import (
	"slices"
	"testing"
)

// What two savings have of a third is each one's own: to bring one in order again, which may join more, does not
// change the other.
func TestSavingsApart(t *testing.T) {
	part := saving{1: {{From: 0, To: 10, Time: 10}, {From: 10, To: 20, Time: 5}, {From: 12, To: 19, Time: 5}, {From: 30, To: 40, Time: 3}}}
	part.merge()
	want := slices.Clone(part[1])
	one, other := saving{}, saving{}
	one.add(part)
	other.add(part)
	one.merge()
	if !slices.Equal(other[1], want) || !slices.Equal(part[1], want) {
		t.Errorf("after another was merged: %v and %v, want %v", other[1], part[1], want)
	}
	other.add(saving{1: {{From: 50, To: 60, Time: 10}}})
	var sum int64
	other.merge()
	for _, s := range other[1] {
		sum += s.Time
	}
	if sum != 20+3+10 {
		t.Errorf("%d ns saved, want 33: %v", sum, other[1])
	}
}
