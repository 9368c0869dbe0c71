package bench

import (
	"fmt"
	"math"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/unit"
)

// verdicts judge each arm against the baseline: by an expectation, or, without one, that it is not slower.
func (v *view) verdicts(expect *claim.Expectation) (all []evidence.Verdict) {
	arms := v.arms()
	for _, candidate := range arms[min(1, len(arms)):] {
		if expect == nil {
			all = append(all, v.notSlower(arms[0], candidate))
			continue
		}
		verdict := expect.Judge(v.claimed(arms[0], candidate))
		verdict.Claim = candidate + " against " + arms[0] + ": " + verdict.Claim
		all = append(all, verdict)
	}
	if len(arms) == 1 && expect != nil {
		verdict := expect.Judge(v.claimed("", arms[0]))
		verdict.Claim = arms[0] + ": " + verdict.Claim
		all = append(all, verdict)
	}
	return all
}

// notSlower judges that an arm takes no longer than the baseline by the least that matters. Of programs that keep one
// CPU busy from beginning to end both times are the same on a machine without others, so that the steadier one is
// judged, which is CPU time; of all others it is wall time.
func (v *view) notSlower(baseline, candidate string) evidence.Verdict {
	metric, why := MetricWall, ""
	if v.busy(baseline) && v.busy(candidate) {
		metric, why = MetricCPU, "by CPU time, as both keep one CPU busy: "
	}
	text := fmt.Sprintf("ratio(%s) <= %v", metric, 1+v.effect)
	out := evidence.Verdict{Claim: fmt.Sprintf("%s is not slower than %s by %s or more", candidate, baseline, unit.Percent(v.effect))}
	e, err := claim.ParseExpectation(text, asClaimed(Outside()), true)
	if err != nil {
		panic(err) // the text is ours
	}
	verdict := e.Judge(v.claimed(baseline, candidate))
	out.Outcome, out.Direction, out.Measured, out.Reason = verdict.Outcome, verdict.Direction, verdict.Measured, why+verdict.Reason
	return out
}

// What is CPU time of wall time where a program keeps one CPU busy. Below it waits, above it uses several.
const leastBusy, mostBusy = 0.9, 1.1

// busy reports whether an arm keeps one CPU busy: others on the machine only ever take it away, so that the run with the
// greatest share of CPU time shows it.
func (v *view) busy(arm string) bool {
	var cpu, wall []float64
	for _, m := range v.of(arm) {
		switch m.Name {
		case MetricCPU:
			cpu = m.Samples
		case MetricWall:
			wall = m.Samples
		}
	}
	share := 0.0
	for i := range min(len(cpu), len(wall)) {
		share = math.Max(share, cpu[i]/wall[i])
	}
	return share >= leastBusy && share <= mostBusy
}
