package host

import "math"

// watched is what readings tell of an experiment. Where a pointer is nil, they do not tell.
type watched struct {
	facts          *Facts  // with what was counted during the experiment
	span           float64 // seconds
	before, during spun
	pressure       *float64  // share of the span in which some task waited for a CPU
	windows        []float64 // the same, second by second
	others         *float64  // share of the time of all CPUs that other programs used
	stood          *float64  // share of the span that a quota can have cut short at the most
	steps          []float64 // seconds by which the clock of the day was set; below 0: back
	asleep         *float64  // seconds
	slowest        float64   // hertz of the CPU that clocks the highest, when it was the least
	fastest        float64   // when it was the most; 0: not told
	runs           []Used
}

// watch makes of readings what they tell.
func watch(r Readings) *watched {
	w := &watched{facts: &Facts{Host: r.Host}, before: tellSpun(r.Before), during: tellSpun(r.During), runs: r.Runs}
	r.Ended.Since(r.Began.Counters, &w.facts.Host)
	if len(r.Moments) == 0 {
		return w
	}
	first, last := r.Moments[0], r.Moments[len(r.Moments)-1]
	w.span = last.At - first.At
	w.pressure = waitedShare(first, last)
	w.windows = windows(r.Moments)
	w.others = r.others(w.span)
	w.stood = cutShort(w.facts.Host.Throttled, w.span)
	w.steps = steps(r.Moments)
	if first.Asleep != nil && last.Asleep != nil {
		asleep := math.Max(0, last.Asleep.Value-first.Asleep.Value-first.Asleep.Error-last.Asleep.Error)
		w.asleep = &asleep
	}
	w.clocked(r.Moments)
	return w
}

// waitedShare is the share of the time between two moments in which some task waited for a CPU.
func waitedShare(from, to Moment) *float64 {
	if from.Waited == nil || to.Waited == nil || *to.Waited < *from.Waited || to.At <= from.At {
		return nil
	}
	share := math.Min(1, (*to.Waited-*from.Waited)/(to.At-from.At))
	return &share
}

// windowLasts is how long the windows are whose pressure a record keeps, in seconds.
const windowLasts = 1

// windows returns the pressure of each whole window.
func windows(all []Moment) []float64 {
	var shares []float64
	from := all[0]
	for _, m := range all[1:] {
		if m.At-from.At < windowLasts {
			continue
		}
		if share := waitedShare(from, m); share != nil {
			shares = append(shares, *share)
		}
		from = m
	}
	return shares
}

// tick is what CPUTime counts in, in seconds.
const tick = 0.01

// others is the share of the time of all CPUs that programs other than Cupel and those it started have used.
func (r *Readings) others(span float64) *float64 {
	began, ended := r.Began, r.Ended
	if began.CPU == nil || ended.CPU == nil || began.Own == nil || ended.Own == nil || span <= 0 || r.Host.Cores <= 0 {
		return nil
	}
	ran := float64(ended.CPU.Wanted-ended.CPU.Stolen-began.CPU.Wanted+began.CPU.Stolen) * tick
	share := (ran - (*ended.Own - *began.Own)) / (span * float64(r.Host.Cores))
	share = math.Min(1, math.Max(0, share)) // ticks are coarse
	return &share
}

// periodLasts is how long the periods of a quota are where nobody has set it, in seconds; cpu.max and
// cpu.cfs_period_us, 100 ms.
const periodLasts = 0.1

// cutShort is what share of a span n periods are: nothing runs for the rest of each, which is not told.
func cutShort(n *int64, span float64) *float64 {
	if n == nil || span <= 0 {
		return nil
	}
	share := math.Min(1, float64(*n)*periodLasts/span)
	return &share
}

// leastStep is from where on the clock of the day was set between two moments, in seconds. NTP slews it by 0.05 ms
// in 100 ms; the clocks of Windows tick every 15.6 ms.
const leastStep = 0.02

// steps returns by how much the clock of the day was set, each time.
func steps(all []Moment) []float64 {
	var found []float64
	for i := 1; i < len(all); i++ {
		from, to := all[i-1].Set, all[i].Set
		if step := to.Value - from.Value; math.Abs(step)-from.Error-to.Error >= leastStep {
			found = append(found, step)
		}
	}
	return found
}

// clocked notes how fast the fastest CPU ran.
func (w *watched) clocked(all []Moment) {
	w.slowest = math.Inf(1)
	for _, m := range all {
		if m.Frequency != nil {
			w.slowest, w.fastest = math.Min(w.slowest, *m.Frequency), math.Max(w.fastest, *m.Frequency)
		}
	}
}
