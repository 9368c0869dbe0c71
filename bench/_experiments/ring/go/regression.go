package main

import (
	"math"
	"math/rand/v2"
)

// The work is a linear regression. A member owns some samples, few enough that the model is
// visibly worse when most members are lost. Gradients travel as fixed-point integers: their sum is
// exact and does not depend on the order in which a ring adds, so that it can be proven with ==.
const (
	features = 32
	samples  = 48 // of a member
	heldOut  = 1000
	noise    = 0.6
	rate     = 0.5
	fraction = 1 << 24 // fixed-point steps of 1
)

type sample struct {
	x [features]float64
	y float64
}

// draw returns samples of one model. Each stream is a set of its own, the same in every run.
func draw(n int, stream uint64) []sample {
	truth := rand.New(rand.NewPCG(1, 0))
	var w [features]float64
	for i := range w {
		w[i] = truth.NormFloat64()
	}
	source := rand.New(rand.NewPCG(2, stream))
	all := make([]sample, n)
	for i := range all {
		s := &all[i]
		for j := range s.x {
			s.x[j] = source.NormFloat64()
		}
		s.y = dot(s.x[:], w[:]) + noise*source.NormFloat64()
	}
	return all
}

func samplesOf(member int) []sample { return draw(samples, uint64(member)) }

// gradient is the contribution of a member to a round: the sum over its samples for each weight,
// then the number of its samples, by which the sum over all members is divided.
func gradient(own []sample, weights []float64) []int64 {
	var g [features]float64
	for _, s := range own {
		miss := dot(s.x[:], weights) - s.y
		for j, x := range s.x {
			g[j] += miss * x
		}
	}
	vector := make([]int64, features+1)
	for j, v := range g {
		vector[j] = int64(math.Round(v * fraction))
	}
	vector[features] = int64(len(own))
	return vector
}

// step moves the weights by a reduced vector.
func step(weights []float64, sum []int64) {
	for j := range weights {
		weights[j] -= rate * float64(sum[j]) / fraction / float64(sum[features])
	}
}

// lossRatio is the mean squared error on samples that nobody trained with, as a share of the error
// of a model that was not trained at all.
func lossRatio(weights []float64) float64 {
	var trained, untrained float64
	for _, s := range draw(heldOut, 1<<32) {
		miss := dot(s.x[:], weights) - s.y
		trained += miss * miss
		untrained += s.y * s.y
	}
	return trained / untrained
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
