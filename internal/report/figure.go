package report

import "time"

// A Figure is a picture. Renderers that cannot draw leave it out, so no figure alone says anything: what
// matters of it is in a table, a finding or a paragraph too. It holds one of the kinds below.
//
// Numbers are in base units, unrounded; times are seconds from the beginning of what is shown. A capability
// leaves out what is too small to be seen, and says so in the caption.
type Figure struct {
	Title   string
	Caption string // what is to be seen, for those who see the picture and those who do not

	Waterfall *Waterfall
	Timeline  *Timeline
	Flame     *Flame
	Effects   *Effects
	Chart     *Chart
	Network   *Network
	Matrix    *Matrix
	Treemap   *Treemap
}

// A Waterfall shows what ran after what: one bar a row, over one axis of time.
type Waterfall struct {
	Total float64 // seconds, the end of the axis
	Marks []Mark
	Bars  []Bar
}

// A Bar is one row of a waterfall.
type Bar struct {
	Label    string // e.g. "example.com/api/config.init.0"
	Place    string // file:line; may be empty
	Text     string // e.g. "472 ms, 57 % of package init"
	Class    string // what the time goes to: a class of findings, "" if not known
	From, To float64
}

// A Mark is an instant with a name, e.g. that at which main.main began.
type Mark struct {
	At   float64
	Name string
}

// A Timeline shows what goroutines did, and the critical path through them.
type Timeline struct {
	Total float64 // seconds, the end of the axis
	Marks []Mark
	Lanes []Lane // in order of display
}

// A Lane is one goroutine.
type Lane struct {
	Label  string    // e.g. "goroutine 1 main.main"
	Text   string    // e.g. "ran 12.3 ms, waited 400 ms"
	States []Stretch // what it did: Class is a state: running, runnable, waiting, syscall
	Path   []Stretch // when the critical path led through it: Class is a class of findings, "" of what is not attributed
}

// A Stretch is a part of a lane.
type Stretch struct {
	From, To float64
	Class    string
	Text     string // what to say of it; empty for the states
}

// A Flame is a flame graph: what had which stack, the callers below.
type Flame struct {
	Unit  string // seconds, bytes or count
	Total float64
	Roots []Node
}

// A Node is a function with one stack below it. Its value is at least that of its callees together.
type Node struct {
	Name  string // full symbol
	Place string // file:line; may be empty
	Kind  string // whose code it is: main (the main module), module (a dependency), std or runtime
	Value float64
	Calls []Node
}

// Effects shows ratios of a comparison with their intervals.
type Effects struct {
	Least float64 // the least effect that matters, e.g. 0.03
	Rows  []Effect
}

// An Effect is a ratio of candidate to baseline.
type Effect struct {
	Label   string
	Ratio   float64
	Lo, Hi  float64 // interval; both 0 where there is none
	Outcome string  // one of the sentences of comparisons
	Better  string  // lower, higher or none
}

// A Chart shows values over time.
type Chart struct {
	Unit   string
	Better string // lower, higher or none
	Series []Series
	Marks  []ChartMark
}

// A Series is a line of a chart, in order of time.
type Series struct {
	Name   string
	Points []Point
}

// A Point is a value with what it comes from.
type Point struct {
	At     time.Time
	Value  float64
	Lo, Hi float64 // interval; both 0 where there is none
	Label  string  // e.g. the version
	Record string  // id; may be empty
}

// A ChartMark is an instant of a chart that is worth a line.
type ChartMark struct {
	At   time.Time
	Text string
}
