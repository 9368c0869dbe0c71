package experiment

import (
	"slices"
	"testing"
)

func TestBlocks(t *testing.T) {
	const arms, blocks = 3, 600
	b, same := NewBlocks(7, arms), NewBlocks(7, arms)
	first := make([]int, arms)
	for range blocks {
		turn, mirror := b.Turn(), b.Turn()
		if !slices.Equal(turn, same.Turn()) || !slices.Equal(mirror, same.Turn()) {
			t.Fatal("the same seed gave another order")
		}
		first[turn[0]]++
		slices.Reverse(mirror)
		if !slices.Equal(turn, mirror) {
			t.Fatalf("%v was followed by the reverse of %v", turn, mirror)
		}
		if slices.Sort(mirror); !slices.Equal(mirror, []int{0, 1, 2}) {
			t.Fatalf("%v has not every arm once", turn)
		}
	}
	for arm, n := range first {
		if n < blocks/arms*3/4 || n > blocks/arms*5/4 {
			t.Errorf("arm %d began %d of %d blocks", arm, n, blocks)
		}
	}
	if other := NewBlocks(8, arms); slices.EqualFunc(turns(b, 20), turns(other, 20), slices.Equal) {
		t.Error("another seed gave the same order")
	}
}

func turns(b *Blocks, n int) (all [][]int) {
	for range n {
		all = append(all, b.Turn())
	}
	return all
}
