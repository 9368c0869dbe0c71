package gotrace

import (
	"slices"

	"github.com/cupelgo/cupel/internal/timeline"
)

// usualTick is the tick in ns of kernels with CONFIG_HZ=250, which is the default.
const usualTick = int64(4e6)

// enoughGaps is how many gaps between samples tell the tick: their quartile must be one of many.
const enoughGaps = 8

// period returns the CPU time in ns that each sample of the Go profiler stands for: Linux delivers
// at most one per tick of a thread's CPU time, and the agent asks for no fewer. The trace does not
// name the tick, so that of 1000, 300, 250 and 100 Hz is taken which is nearest to the lower quartile of the
// gaps between the samples of a goroutine; upwards of it lie those in which the goroutine waited.
func period(samples []timeline.Sample) int64 {
	var gaps []int64
	last := map[int64]int64{}
	for _, s := range samples {
		if before, ok := last[s.G]; ok {
			gaps = append(gaps, s.Time-before)
		}
		last[s.G] = s.Time
	}
	if len(gaps) < enoughGaps {
		return usualTick
	}
	slices.Sort(gaps)
	return nearestTick(gaps[len(gaps)/4])
}

// nearestTick compares ratios: 2 ms is nearer to 3.3 ms than to 1 ms.
func nearestTick(gap int64) int64 {
	best := usualTick
	distance := func(tick int64) float64 {
		return max(float64(gap)/float64(tick), float64(tick)/float64(max(gap, 1)))
	}
	for _, hz := range []int64{1000, 300, 250, 100} {
		if tick := int64(1e9) / hz; distance(tick) < distance(best) {
			best = tick
		}
	}
	return best
}
