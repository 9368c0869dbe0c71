package host

import (
	"math"

	"github.com/cupelgo/cupel/internal/stats"
)

// spun is what spins tell. Without spins it is empty.
type spun struct {
	ratios []float64 // wall time of one of a pair divided by that of the other
	walls  []float64 // seconds
	cpus   []float64 // seconds; fewer than walls: not told
	forced int64     // how often they had to leave the CPU

	ratio, lo, hi float64 // median of the ratios, and its 95 % interval
	ok            bool    // false: too few for one
}

// level is that of the interval of the ratio of spins.
const level = 0.95

// tellSpun makes of pairs of spins what they tell.
func tellSpun(pairs []SpinPair) spun {
	var s spun
	var a, b []float64
	for _, p := range pairs {
		a, b = append(a, p.A.Wall), append(b, p.B.Wall)
		s.ratios = append(s.ratios, p.B.Wall/p.A.Wall)
		s.add(p.A)
		s.add(p.B)
	}
	r := stats.Ratio(a, b, level)
	s.ratio, s.lo, s.hi, s.ok = r.Value, r.Lo, r.Hi, r.OK
	return s
}

func (s *spun) add(one Spin) {
	s.walls = append(s.walls, one.Wall)
	if one.CPU != nil && one.Switches != nil {
		s.cpus = append(s.cpus, *one.CPU)
		s.forced += *one.Switches
	}
}

// lost is the share of their wall time in which the spins had no CPU, without the one that lost the most: in a short
// experiment a single halt is a large share, and says nothing of the other runs. nil if it is not told, or of fewer than two.
func (s *spun) lost() *float64 {
	if len(s.walls) < 2 || len(s.cpus) < len(s.walls) {
		return nil
	}
	worst := 0
	for i := range s.walls {
		if s.walls[i]-s.cpus[i] > s.walls[worst]-s.cpus[worst] {
			worst = i
		}
	}
	walls, cpus := sum(s.walls)-s.walls[worst], sum(s.cpus)-s.cpus[worst]
	share := math.Max(0, 1-cpus/walls)
	return &share
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}
