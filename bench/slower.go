package bench

import (
	"fmt"

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
		metric, why = MetricCPU, "by CPU time, as both want one CPU all the time: "
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

// How many CPUs a program wants that keeps one busy: with less it waits, with more it uses several. On two cores at a load
// of 14 the figure of one run of a busy program was 0.55 to 1.56, the median of eight 0.89 to 1.17.
const leastBusy, mostBusy = 0.8, 1.3

// busy reports whether an arm keeps one CPU busy, whether or not others on the machine let it have one.
func (v *view) busy(arm string) bool {
	for i := range v.rec.Metrics {
		if m := &v.rec.Metrics[i]; m.Name == metricDemand && m.Labels[labelArm] == arm {
			return m.Summary.Median >= leastBusy && m.Summary.Median <= mostBusy
		}
	}
	return false
}
