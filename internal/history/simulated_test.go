package history

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// A scenario is a program that is measured once a day, on a machine that is not the same every day.
type scenario struct {
	name string
	runs int
	day  float64 // standard deviation of the logarithm of a day's level
	run  float64 // the same of a run
	// of a day that is disturbed as a whole, and of a run: how often; the size is Pareto's with exponent 2, a third at
	// the least
	badDay, badRun float64
	// since changeDay: level is multiplied, share of the runs by tail, level grows daily
	step, tailShare, tail, drift float64
}

// What all scenarios have in common.
const (
	seconds   = 0.8 // to ready
	quietDays = 14  // before the first that counts
	changeDay = 40
	days      = quietDays + 100
	usualDay  = 0.03 // what a machine of one's own varies by from day to day
	usualRun  = 0.05
)

// twice is the standard deviation of logarithms with which the 0.9-quantile is twice the median.
var twice = math.Ln2 / 1.2815515655446004

func healthy() []scenario {
	return []scenario{
		{name: "stable", runs: 20, day: usualDay, run: usualRun},
		{name: "noisy, heavy tails", runs: 20, day: 0.08, run: 0.1, badDay: 0.05, badRun: 0.2},
		{name: "p90 is twice the median", runs: 20, day: usualDay, run: twice},
		{name: "3 runs a record", runs: 3, day: usualDay, run: usualRun},
		{name: "6 runs a record", runs: 6, day: usualDay, run: usualRun},
	}
}

func changed() []scenario {
	return []scenario{
		{name: "10 % slower", runs: 20, day: usualDay, run: usualRun, step: 0.1},
		{name: "30 % slower", runs: 20, day: usualDay, run: usualRun, step: 0.3},
		{name: "twice as slow", runs: 20, day: usualDay, run: usualRun, step: 1},
		{name: "30 % slower, noisy", runs: 20, day: 0.08, run: 0.1, badDay: 0.05, badRun: 0.2, step: 0.3},
		{name: "30 % slower, p90 is twice the median", runs: 20, day: usualDay, run: twice, step: 0.3},
		{name: "30 % slower, 6 runs", runs: 6, day: usualDay, run: usualRun, step: 0.3},
		{name: "30 % slower, 3 runs", runs: 3, day: usualDay, run: usualRun, step: 0.3},
		{name: "every fifth run takes twice as long", runs: 20, day: usualDay, run: usualRun, tailShare: 0.2, tail: 1},
		{name: "1 % slower every day", runs: 20, day: usualDay, run: usualRun, drift: 0.01},
	}
}

// entries are those of a history.
func (s *scenario) entries(seed uint64) []Entry {
	rng := rand.New(rand.NewPCG(seed, 1))
	var all []Entry
	for day := range days {
		level := seconds * math.Exp(s.day*rng.NormFloat64()) * disturbed(rng, s.badDay)
		after := float64(max(0, day-changeDay+1))
		if after > 0 {
			level *= 1 + s.step
		}
		level *= 1 + s.drift*after
		samples := make([]float64, s.runs)
		for i := range samples {
			samples[i] = level * math.Exp(s.run*rng.NormFloat64()) * disturbed(rng, s.badRun)
			if after > 0 && rng.Float64() < s.tailShare {
				samples[i] *= 1 + s.tail
			}
		}
		all = append(all, Entry{
			Record: fmt.Sprint(day), Created: time.Date(2026, 1, 1+day, 6, 0, 0, 0, time.UTC), Analysis: 1,
			Program: Program{Name: "api"}, Metric: evidence.Metric{Unit: "seconds", Samples: samples},
		})
	}
	return all
}

// disturbed is by how much something takes longer that is disturbed so often.
func disturbed(rng *rand.Rand, often float64) float64 {
	u, v := rng.Float64(), rng.Float64()
	if u >= often {
		return 1
	}
	return 1 + 1/math.Sqrt(1-v)/3
}

// points are those of a history with its only group.
func (s *scenario) points(seed uint64) []Point {
	h := Of(s.entries(seed), nil, Options{})
	return h.Groups[0].Points
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2)) }
