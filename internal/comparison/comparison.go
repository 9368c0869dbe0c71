// Package comparison tells what two arms of an experiment differ in, metric by metric.
//
// It is a pure function of samples: those of runs made in turns are paired and judged by the interval of
// their ratio; exact counts and bytes are compared as they are; times that were not taken in turns are not judged.
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
	Level  float64 // of the intervals, 0 to 1
	Unfit  string  // why the machine is not fit to judge wall time; "" if it is
}

// A Row is what was found of a metric.
type Row struct {
	Series
	Ratio    stats.Interval // candidate / baseline
	Noise    stats.Interval // baseline once more / baseline
	Sentence string         // of a closed list, see Sentences
	Reason   string         // why it was not judged, or what would tell more; "" if nothing is to be said
}
