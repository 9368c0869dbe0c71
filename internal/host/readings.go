package host

import (
	"fmt"
	"math"

	"github.com/cupelgo/cupel/internal/stats"
	"github.com/cupelgo/cupel/internal/unit"
)

// enoughPairs is from how many pairs of spins during an experiment on these decide rather than those before it.
const enoughPairs = 10

func (s *spun) enough() bool { return len(s.ratios) >= enoughPairs && s.lost() != nil }

// busy returns a reading of a CPU that others want, too.
func busy(figure float64, format string, args ...any) reading {
	return reading{figure, answer{}.saying(format, args...).by(showBusy, endIt)}
}

// notRead is the reading of what was not told, or not done.
func notRead(a answer) reading { return reading{answer: a} }

func spinRatio(w *watched) reading {
	s := &w.before
	switch n := len(s.ratios); {
	case n == 0:
		return notRead(unknown("no spins were made before the experiment"))
	case !s.ok:
		return busy(math.Inf(1), "in %s only %d pairs of spins ended, of which 6 are the least for an interval", unit.Seconds(sum(s.walls)), n)
	}
	return busy(math.Max(s.hi, 1/s.lo)-1, "spins of 10 ms took %.3f times as long as the same ones (95 %% interval %.3f–%.3f, n = %d pairs)",
		s.ratio, s.lo, s.hi, len(s.ratios))
}

func spinLost(w *watched) reading { return w.before.lostReading("before the experiment") }

func spinLostDuring(w *watched) reading {
	if n := len(w.during.ratios); n > 0 && n < enoughPairs {
		return notRead(unknown("%d pairs of spins during the experiment, %d are the least", n, enoughPairs))
	}
	return w.during.lostReading("between the runs")
}

func (s *spun) lostReading(when string) reading {
	lost := s.lost()
	switch {
	case len(s.walls) == 0:
		return notRead(unknown("no spins were made %s", when))
	case lost == nil:
		return notRead(unknown("this system does not tell the CPU time of a thread"))
	}
	return busy(*lost, "spins %s had no CPU for %s of their time, the worst left out, and lost it %s (n = %d in %s)",
		when, unit.Percent(*lost), times(int(s.forced)), len(s.walls), unit.Seconds(sum(s.walls)))
}

// spinTail judges all spins: a tail needs many.
func spinTail(w *watched) reading {
	walls := append(append([]float64(nil), w.before.walls...), w.during.walls...)
	if len(walls) == 0 {
		return notRead(unknown("no spins were made"))
	}
	median, slow := stats.Median(walls), stats.Quantile(walls, 0.9)
	return busy(slow/median-1, "the slowest tenth of spins took %s or more, the median %s (n = %d)", unit.Seconds(slow), unit.Seconds(median), len(walls))
}

func pressureDuring(w *watched) reading {
	if w.pressure == nil {
		return notRead(w.facts.noPressure())
	}
	return busy(*w.pressure, "in %s of %s some task waited for a CPU", unit.Percent(*w.pressure), unit.Seconds(w.span))
}

// othersDuring judges what others used up to the share of time in which a task waited: free CPUs are there for all.
func othersDuring(w *watched) reading {
	if w.others == nil {
		return notRead(w.facts.notTold())
	}
	text := fmt.Sprintf("other programs used %s of %d CPUs in %s", unit.Percent(*w.others), w.facts.Host.Cores, unit.Seconds(w.span))
	if w.pressure == nil {
		return busy(*w.others, "%s", text)
	}
	return busy(math.Min(*w.others, *w.pressure), "%s, and in %s of it some task waited for one", text, unit.Percent(*w.pressure))
}

func stealDuring(w *watched) reading {
	a := steal(w.facts)
	if w.facts.Host.Steal == nil {
		return notRead(a)
	}
	a.state = ""
	return reading{*w.facts.Host.Steal, a}
}

func throttledDuring(w *watched) reading {
	if w.stood == nil || *w.stood == 0 {
		return notRead(throttling(w.facts))
	}
	a := w.facts.byQuota(answer{}, max(w.facts.Host.Cores, 1))
	return reading{*w.stood, a.saying("%s cut short%s, that is up to %s of %s", periods(*w.facts.Host.Throttled),
		w.facts.within(), unit.Percent(*w.stood), unit.Seconds(w.span))}
}

func clockSet(w *watched) reading {
	if w.span == 0 {
		return notRead(unknown("the experiment was not watched"))
	}
	if len(w.steps) == 0 {
		return notRead(ok("the clock was not set within %s", unit.Seconds(w.span)))
	}
	all := 0.0
	for _, step := range w.steps {
		all += math.Abs(step)
	}
	direction := "forwards"
	if w.steps[0] < 0 {
		direction = "back"
	}
	a := answer{}.saying("the clock was set %s within %s, first by %s %s, by %s in all", times(len(w.steps)),
		unit.Seconds(w.span), unit.Seconds(math.Abs(w.steps[0])), direction, unit.Seconds(all))
	return reading{all, a.by("", "measure anew while nobody sets the clock or stops the machine")}
}

func suspended(w *watched) reading {
	if w.asleep == nil {
		return notRead(w.facts.notTold())
	}
	a := answer{}.saying("the machine was suspended for %s", unit.Seconds(*w.asleep))
	if *w.asleep == 0 {
		a.value = "the machine was not suspended"
	}
	return reading{*w.asleep, a.by("", "measure anew while nobody suspends it")}
}

func frequencyDrop(w *watched) reading {
	if w.fastest == 0 {
		a := w.facts.notTold()
		if governed := governor(w.facts); governed.state == Unknown {
			a = governed
		}
		return notRead(a)
	}
	a := answer{}.saying("the fastest CPU ran at %.2f to %.2f GHz", w.slowest/1e9, w.fastest/1e9)
	return reading{w.fastest/w.slowest - 1, a.by("", "a governor that keeps the frequency, and a CPU that is not too hot: see cupel doctor")}
}

func switches(w *watched) reading {
	if len(w.runs) == 0 {
		return notRead(unknown("the runs did not tell"))
	}
	forced, cpu := int64(0), 0.0
	for _, r := range w.runs {
		forced, cpu = forced+r.Switches, cpu+r.CPU
	}
	return notRead(ok("the runs lost a CPU %s in %s of CPU time (n = %d)", times(int(forced)), unit.Seconds(cpu), len(w.runs)))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
