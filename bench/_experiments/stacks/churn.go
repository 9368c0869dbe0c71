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
	start := func(places []int) (err error) {
		for _, i := range places {
			if crowds[i], err = park(churnCrowd, random.Intn(churnFrames+1)); err != nil {
				return err
			}
		}
		return nil
	}
	leave := func(places []int) error {
		for _, i := range places {
			if err := crowds[i].ascend(); err != nil {
				return err
			}
			crowds[i].end()
		}
		return nil
	}
	everywhere := random.Perm(len(crowds))
	if err := start(everywhere); err != nil {
		return err
	}
	for round := 0; round < churnRounds; round++ {
		places := random.Perm(len(crowds))[:len(crowds)/2]
		if err := leave(places); err != nil {
			return err
		}
		if err := start(places); err != nil {
			return err
		}
		runtime.GC()
	}
	peak := readMemory()
	figure("", each(peak.stack-before.stack, n), "/stacks/churned:bytes")
	if err := leave(everywhere); err != nil {
		return err
	}
	runtime.GC()
	figure("", float64(readMemory().stack-before.stack)/float64(peak.stack-before.stack), "/stacks/left:ratio")
	return nil
}
