package main

import (
	"fmt"
	"strconv"
	"strings"
)

// labels says how many values each label has, and how they hang together.
type labels struct {
	counts       []int
	deviceOfRank bool // the device follows from the rank, as where each rank owns one
	stepRange    int  // so many steps share a value of step
}

var labelNames = []string{"model", "rank", "device", "step"}

func (l *labels) parse(counts string) error {
	for field := range strings.SplitSeq(counts, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is no number of label values", field)
		}
		l.counts = append(l.counts, n)
	}
	if len(l.counts) != len(labelNames) {
		return fmt.Errorf("%q: need one count for each of %v", counts, labelNames)
	}
	return nil
}

// sets returns the label values of each observation: it counts through all combinations, the
// first label fastest, and begins again. Equal strings are shared, so that the heap of an arm holds
// what its library keeps and no copies of names.
func (l *labels) sets(observations int) [][]string {
	number := make([]string, observations)
	for i := range number {
		number[i] = strconv.Itoa(i)
	}
	sets := make([][]string, observations)
	for i := range sets {
		set := make([]string, len(l.counts))
		digit := make([]int, len(l.counts))
		rest := i
		for j, count := range l.counts {
			digit[j] = rest % count
			rest /= count
		}
		if l.deviceOfRank {
			digit[2] = digit[1] % l.counts[2]
		}
		digit[3] /= l.stepRange
		for j, d := range digit {
			set[j] = number[d]
		}
		sets[i] = set
	}
	return sets
}
