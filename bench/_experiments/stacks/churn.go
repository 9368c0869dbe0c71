package main

import (
	"math/rand"
	"runtime"
)

const (
	churnRounds = 5
	churnFrames = 14 // at most: they have 0 to 14
	churnCrowd  = 20 // that many go down the same number of frames and leave together
)

// churn keeps n goroutines of different depth and replaces half of them, picked at random, round
// for round, with a collection after each. The seed is fixed: all arms do the same.
func churn(numbers []int) error {
	random := rand.New(rand.NewSource(1))
	crowds := make([]*crowd, numbers[0]/churnCrowd+1)
	n := len(crowds) * churnCrowd
	before := readMemory()
	start := func(i int) { crowds[i] = park(churnCrowd, random.Intn(churnFrames+1)) }
	leave := func(i int) error {
		if crowds[i].frames > 0 {
			crowds[i].ascend()
		}
		return crowds[i].end()
	}
	for i := range crowds {
		start(i)
	}
	for round := 0; round < churnRounds; round++ {
		places := random.Perm(len(crowds))[:len(crowds)/2]
		for _, i := range places {
			if err := leave(i); err != nil {
				return err
			}
		}
		for _, i := range places {
			start(i)
		}
		runtime.GC()
	}
	peak := readMemory()
	figure("", each(peak.stack-before.stack, n), "/stacks/churned:bytes")
	for i := range crowds {
		if err := leave(i); err != nil {
			return err
		}
	}
	runtime.GC()
	figure("", float64(readMemory().stack)/float64(peak.stack), "/stacks/left:ratio")
	return nil
}
