package stats

import (
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// A noise is a metric of one program on a machine that others use, too.
type noise interface {
	name() string
	// pairs returns what fills two arms of the same program with runs in turns, always the same for a seed.
	pairs(seed uint64) func(baseline, candidate []float64)
}

// A model is simulated: what a run shows, on average about 1, depends on the machine's load, which goes on from
// run to run, and on what strikes this run alone. The sizes were set so that 60 runs vary as those did
// that were measured on 2 virtual cores with a load average of 3 to 18 (TestModels).
type model struct {
	metric string
	// of the load: standard deviation of its logarithm, what of it is left at the next run
	load, keep float64
	// of a run alone: standard deviation of its logarithm, how often a burst strikes, how long it is
	own, burst, size float64
	tail             float64   // of bursts: that of Pareto's distribution; 0: they are exponential
	levels           []float64 // one of them is added, each as likely; nil: none
}

var models = []model{
	{metric: "wall", load: 0.15, keep: 0.8, own: 0.07, burst: 0.4, size: 0.5, tail: 1.6},
	{metric: "CPU", load: 0.1, keep: 0.8, own: 0.04, burst: 0.1, size: 0.2},
	{metric: "RSS", levels: []float64{0, 0, 0, 0.0005, 0.0005, 0.001, 0.003}},
}

func (m model) name() string { return m.metric + ", model" }

func (m model) pairs(seed uint64) func(baseline, candidate []float64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	load := m.load * rng.NormFloat64()
	return func(baseline, candidate []float64) {
		turns(rng, len(baseline), func(i int, baselineFirst bool) {
			baseline[i], candidate[i] = m.run(rng, &load), m.run(rng, &load)
			if !baselineFirst {
				baseline[i], candidate[i] = candidate[i], baseline[i]
			}
		})
	}
}

// run returns what the next run shows.
func (m model) run(rng *rand.Rand, load *float64) float64 {
	*load = m.keep**load + math.Sqrt(1-m.keep*m.keep)*m.load*rng.NormFloat64()
	x := math.Exp(*load + m.own*rng.NormFloat64())
	if rng.Float64() < m.burst {
		x *= 1 + m.size*m.length(rng)
	}
	if len(m.levels) > 0 {
		x *= 1 + m.levels[rng.IntN(len(m.levels))]
	}
	return x
}

// length is that of a burst, in sizes of it.
func (m model) length(rng *rand.Rand) float64 {
	if m.tail == 0 {
		return rng.ExpFloat64()
	}
	return math.Expm1(rng.ExpFloat64() / m.tail)
}

// A recording is a metric of 1,000 pairs of runs of one program, measured on a busy machine. Stretches of it
// are drawn, and the arms of a block of two pairs are exchanged at random: as they were when it was measured.
type recording struct {
	metric     string
	one, other []float64
}

func (r recording) name() string { return r.metric + ", recorded" }

func (r recording) pairs(seed uint64) func(baseline, candidate []float64) {
	rng := rand.New(rand.NewPCG(seed, 2))
	return func(baseline, candidate []float64) {
		start := rng.IntN((len(r.one)-len(baseline))/2+1) * 2
		exchange := false
		for i := range baseline {
			if i%2 == 0 {
				exchange = rng.IntN(2) == 0
			}
			baseline[i], candidate[i] = r.one[start+i], r.other[start+i]
			if exchange {
				baseline[i], candidate[i] = candidate[i], baseline[i]
			}
		}
	}
}

// turns makes n pairs in blocks of two, ABBA or BAAB at random.
func turns(rng *rand.Rand, n int, pair func(i int, baselineFirst bool)) {
	first := false
	for i := range n {
		if first = !first; i%2 == 0 {
			first = rng.IntN(2) == 0
		}
		pair(i, first)
	}
}

// recordings returns what testdata/busy.tsv holds; its head says how it was measured.
func recordings(t testing.TB) []recording {
	t.Helper()
	data, err := os.ReadFile("testdata/busy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := []recording{{metric: "wall"}, {metric: "CPU"}, {metric: "RSS"}}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for i, field := range strings.Fields(line) {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			if r := &all[i%3]; i < 3 {
				r.one = append(r.one, x)
			} else {
				r.other = append(r.other, x)
			}
		}
	}
	return all
}

// noises are all of them.
func noises(t testing.TB) []noise {
	var all []noise
	for i, r := range recordings(t) {
		all = append(all, r, models[i])
	}
	return all
}

// TestModels: half of all arms of 60 runs vary as much as was measured, wall time by 45 to 89 % of its
// mean, CPU time by 11 to 16 %, RSS by 0.1 %.
func TestModels(t *testing.T) {
	want := map[string][2]float64{"wall": {0.45, 0.89}, "CPU": {0.11, 0.16}, "RSS": {0.0005, 0.0015}}
	for _, m := range models {
		var variations []float64
		arm, other, next := make([]float64, 60), make([]float64, 60), m.pairs(1)
		for range 500 {
			next(arm, other)
			variations = append(variations, variation(arm))
		}
		if got, w := Median(variations), want[m.metric]; got < w[0] || got > w[1] {
			t.Errorf("%s: varies by %.4f, want %v", m.metric, got, w)
		}
	}
}

// variation is the standard deviation divided by the mean.
func variation(samples []float64) float64 {
	var sum, squares float64
	for _, x := range samples {
		sum, squares = sum+x, squares+x*x
	}
	mean := sum / float64(len(samples))
	return math.Sqrt(squares/float64(len(samples))-mean*mean) / mean
}
