package experiment

import (
	"math/rand/v2"
	"slices"
)

// Blocks is the order in which the arms of an experiment take turns: ABBA in a random sense. Each block runs all
// arms in random order and then in the reverse of it. So every arm has the same mean place in time, a drift of
// the machine that is linear within a block meets all arms alike, and nothing that repeats on the machine can keep
// step with one of them.
//
// Source: D. C. Montgomery, "Design and Analysis of Experiments", chapter 4 (randomised blocks).
type Blocks struct {
	random *rand.Rand
	arms   []int
	again  bool // the next turn is the reverse of the last one
}

// NewBlocks returns the order of so many arms. The same seed gives the same order.
func NewBlocks(seed uint64, arms int) *Blocks {
	b := &Blocks{random: rand.New(rand.NewPCG(seed, uint64(arms)))}
	for i := range arms {
		b.arms = append(b.arms, i)
	}
	return b
}

// Turn returns the arms in the order of their next runs, one of each: half a block.
func (b *Blocks) Turn() []int {
	if b.again {
		slices.Reverse(b.arms)
	} else {
		b.random.Shuffle(len(b.arms), func(i, j int) { b.arms[i], b.arms[j] = b.arms[j], b.arms[i] })
	}
	b.again = !b.again
	return slices.Clone(b.arms)
}
