// Package comparison tells what two arms of an experiment differ in, metric by metric.
//
// It is a pure function of samples: those of runs made in turns are paired and judged by the interval of
// their ratio; exact counts and bytes are compared as they are; times that were not taken in turns are not judged.
// It also compares the findings of both arms, and reads and writes samples in the Go benchmark format.
//
// # Limitations
//
// An interval holds the ratio between these two builds on this machine as it was. What a change costs
// elsewhere, or once caches are cold, it cannot tell.
package comparison

import "github.com/cupelgo/cupel/internal/stats"

// Class is what kind of quantity a metric is. The order is that of trust on a machine that others use, too.
type Class int

// The classes of metrics, the most trustworthy first.
const (
	Count Class = iota // exact: functions, allocations, findings
	Bytes              // exact: sizes of files, allocated bytes
	RSS
	CPU
	Wall
)

// A Series holds the samples of a metric of both arms.
type Series struct {
	Metric, Unit string
	Label        string // which of several of the metric: the name of a benchmark, labels and pass of a record's metric
	Better       string // lower, higher or none
	Class        Class
	Exact        bool // every run gives the same, so that one is enough
	Paired       bool // the samples were taken in turns: those of equal index make a pair

	Baseline, Candidate []float64
	Again               []float64 // the baseline once more, which shows the noise; nil without
}

// Options say what counts as a difference.
type Options struct {
	Effect float64 // relative, the least that matters: 0.03 is 3 %
	Level  float64 // of the intervals, from 0 to below 1: 0.95
	Unfit  string  // why the machine is not fit to judge wall time; "" if it is
	Turns  string  // the command that would run both arms in turns; "" if there is none
}

// The outcomes of a row: a closed list.
const (
	Improved     = "improved"
	Regressed    = "regressed"
	WithinNoise  = "within noise"        // less than the effect that matters, and shown to be
	NoDifference = "no difference found" // there may be one: see Row.Reason
	NotEnough    = "not enough runs"
	NotJudged    = "not judged" // for Row.Reason
)

// Sentences returns all that a Row.Sentence can be, N standing for a number.
func Sentences() []string {
	return []string{Improved, Regressed, WithinNoise, NoDifference, NotEnough + " (need ≥ N)", NotJudged}
}

// A Row is what was found of a statistic of a metric.
type Row struct {
	Series
	Statistic string  // median, minimum or p90
	Old, New  float64 // the statistic of either arm, in the metric's unit; NaN without samples

	Ratio    stats.Interval // candidate / baseline
	Noise    stats.Interval // baseline once more / baseline
	Outcome  string         // of the constants above
	Sentence string         // of a closed list, see Sentences
	Reason   string         // why it was not judged, or what would tell more; "" if nothing is to be said
	Need     int            // pairs of runs that would tell, if more would; else 0
	Arms     *Arms          // what can be said of arms that were not run in turns; else nil
}
