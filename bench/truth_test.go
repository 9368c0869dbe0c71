package bench

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/stats"
)

// A planted truth: what is true of the candidate, and which verdict is right.
type truth struct {
	name    string
	slower  float64 // how many times as long the candidate takes
	waits   float64 // of wall time, the share without CPU time
	unfit   bool
	verdict string // unknown is right as well where the machine is unfit
}

var truths = []truth{
	{"the same", 1, 0, false, claim.Holds},
	{"10 % slower", 1.1, 0, false, claim.Fails},
	{"50 % slower", 1.5, 0, false, claim.Fails},
	{"the same, waiting", 1, 0.5, false, claim.Holds},
	{"50 % slower, waiting", 1.5, 0.5, false, claim.Fails},
	{"the same on an unfit machine, waiting", 1, 0.5, true, claim.Unknown},
	{"50 % slower on an unfit machine, waiting", 1.5, 0.5, true, claim.Unknown},
	{"50 % slower on an unfit machine, busy", 1.5, 0, true, claim.Fails},
	{"the same on an unfit machine, busy", 1, 0, true, claim.Holds},
}

// TestTruths simulates commands with planted differences. Their spread is that of CPU times on a machine that
// others use, as measured for this project: 4 % on a machine that is fit, 11 % on one that is not, where wall times spread by
// half.
func TestTruths(t *testing.T) {
	const tries, want = 200, 190
	for _, truth := range truths {
		t.Run(truth.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, uint64(len(truth.name))))
			right := 0
			for range tries {
				if got := simulate(random, truth); got == truth.verdict || truth.unfit && got == claim.Unknown {
					right++
				}
			}
			t.Logf("%d of %d right", right, tries)
			if right < want {
				t.Errorf("%d of %d verdicts are right, want %d", right, tries, want)
			}
		})
	}
}

// simulate draws turns until a verdict is reached or the plan ends, as contests do.
func simulate(random *rand.Rand, truth truth) string {
	cpuSpread, wallSpread := 0.04, 0.06
	unfit := ""
	if truth.unfit {
		cpuSpread, wallSpread, unfit = 0.11, 0.5, "others use it"
	}
	arms := []string{"old", "new", again("old")}
	times := []float64{1, truth.slower, 1}
	samples := map[string][]float64{}
	var looks comparison.Looks
	for n := 1; ; n++ {
		for i, arm := range arms {
			cpu := 0.01 * times[i] * math.Exp(cpuSpread*random.NormFloat64())
			wall := cpu / (1 - truth.waits) * math.Exp(wallSpread*math.Abs(random.NormFloat64()))
			samples[metricDemand+arm] = append(samples[metricDemand+arm], 1-truth.waits)
			samples[MetricCPU+arm] = append(samples[MetricCPU+arm], cpu)
			samples[MetricWall+arm] = append(samples[MetricWall+arm], wall)
		}
		due, last := looks.Due(n, false)
		if !due {
			continue
		}
		v := &view{rec: planted(arms, samples), looks: looks.Taken, effect: DefaultEffect, unfit: unfit}
		verdict := v.notSlower("old", "new")
		if verdict.Outcome != claim.Unknown || last {
			return verdict.Outcome
		}
	}
}

// planted is a record of arms, of which the last is the first one again.
func planted(arms []string, samples map[string][]float64) *evidence.Record {
	rec := &evidence.Record{Arms: []evidence.Arm{{Name: arms[0]}, {Name: arms[1]}}}
	for _, m := range Outside() {
		for _, arm := range arms {
			if all := samples[m.Name+arm]; all != nil {
				rec.Metrics = append(rec.Metrics, evidence.Metric{
					Name: m.Name, Unit: m.unit(), Better: m.Better, Class: m.Class, Exact: m.Exact, Pass: passPlain,
					Labels: labelMap("", arm), Samples: all, Summary: stats.Summarize(all),
				})
			}
		}
	}
	for _, arm := range arms {
		rec.Metrics = append(rec.Metrics, plain(metricDemand, map[string]string{labelArm: arm}, samples[metricDemand+arm]))
	}
	return rec
}
