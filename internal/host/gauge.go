package host

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/internal/unit"
)

// A gauge is a figure that tells of a disturbance, and from where on it disturbs.
type gauge struct {
	name     string
	unit     string  // of the figure and its limits
	weakened float64 // from here on; 0: never
	unfit    float64 // from here on; 0: never
	indirect bool    // spins between the runs tell better: it only weakens where enough of them were made
	read     func(*watched) reading
	why      string
}

// reading is the figure of a gauge and its answer. If the answer has a state already, there is no figure to judge.
type reading struct {
	figure float64
	answer
}

// ratio is the unit of shares.
const ratio = "ratio"

// From which share of the CPU lost on A/A of wall time is wider than ±5 % at 60 pairs: of programs that use all CPUs,
// and of all others, too. See docs/statistics.md, "Fitness", and BenchmarkFitness.
const (
	lostByAll = 0.02
	lostByOne = 0.1
)

// gauges is the table of what fitness is judged by. Limits without a source here are from the same experiment.
var gauges = []gauge{
	{name: "spin", unit: ratio, weakened: 0.02, unfit: 0.05, indirect: true, read: spinRatio,
		why: "the same work in two arms must take equally long, else no two times can be compared"},
	{name: "spin-lost", unit: ratio, weakened: lostByAll, unfit: lostByOne, indirect: true, read: spinLost,
		why: "a program that waits for a CPU is ready later, by another time in every run"},
	{name: "spin-lost-during", unit: ratio, weakened: lostByAll, unfit: lostByOne, read: spinLostDuring,
		why: "who takes the CPU from a spin between two runs takes it from the runs, too"},
	// A tail that is off by a tenth tells nothing of changes of that size.
	{name: "spin-tail", unit: ratio, weakened: 0.1, read: spinTail,
		why: "where the slowest tenth of equal work takes longer, a tail is that of the machine"},
	{name: "cpu-pressure", unit: ratio, weakened: disturbing, read: pressureDuring,
		why: "who waits for a CPU may be the program itself, if it has more threads than there are CPUs"},
	{name: "cpu-others", unit: ratio, weakened: 0.2, unfit: 0.5, indirect: true, read: othersDuring,
		why: "a CPU that others use while somebody waits for one is missing to the program"},
	// What is stolen is lost, to all programs alike. It cannot be made at will.
	{name: "steal", unit: ratio, weakened: disturbing, unfit: lostByOne, read: stealDuring,
		why: "while the hypervisor lets other guests run the program stands still"},
	// Of the periods that were cut short half is lost on average.
	{name: "throttling", unit: ratio, weakened: 2 * lostByAll, unfit: 2 * lostByOne, read: throttledDuring,
		why: "for the rest of a period that the quota cut short nothing ran"},
	// A machine that was stopped for a second missed more than most programs take to start.
	{name: "clock", unit: "seconds", weakened: leastStep, unfit: 1, read: clockSet,
		why: "Cupel's clock is never set, but a program's may be; that of a machine that was stopped is set afterwards"},
	{name: "suspend", unit: "seconds", weakened: 0.001, unfit: 0.001, read: suspended,
		why: "runs that the machine slept through, and those just after, are unlike others"},
	{name: "frequency", unit: ratio, weakened: disturbing, read: frequencyDrop,
		why: "on a CPU that clocks lower the same work takes longer"},
	{name: "switches", unit: "count", read: switches,
		why: "for information: threads of one program drive each other off the CPUs, too"},
}

// judge states what a reading means, and by how many times it is beyond what is fit.
func (g *gauge) judge(w *watched) (a answer, times float64) {
	r := g.read(w)
	if r.state != "" {
		return r.answer, 0
	}
	a = r.answer
	switch {
	case g.unfit > 0 && r.figure >= g.unfit && !(g.indirect && w.during.enough()):
		a.state, times = Unfit, r.figure/g.unfit
	case g.weakened > 0 && r.figure >= g.weakened:
		a.state = Weakened
	default:
		a.state, a.remedy, a.note = OK, "", ""
	}
	return a, times
}

// limits says from where on a figure disturbs.
func (g *gauge) limits() string {
	var all []string
	if g.weakened > 0 && g.weakened != g.unfit {
		all = append(all, "weakened from "+unit.Format(g.weakened, g.unit)+" on")
	}
	if g.unfit > 0 {
		all = append(all, "unfit from "+unit.Format(g.unfit, g.unit)+" on")
	}
	return cmp.Or(strings.Join(all, ", "), "none: it is not judged")
}

// reason says why a machine is unfit, and what would change it.
func (g *gauge) reason(a answer) (why, change string) {
	change = a.remedy
	if a.note != "" {
		change = strings.TrimPrefix(change+", "+a.note, ", ")
	}
	return fmt.Sprintf("%s; from %s on it is unfit", a.value, unit.Format(g.unfit, g.unit)), change
}
