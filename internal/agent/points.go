package agent

// Points at which the agent reads the runtime's metrics: the names of [Marks.Points].
const (
	AtStart    = "start"    // before the first init function of the program
	AtBegin    = "begin"    // the same, after what the agent itself needs was set up
	AtInitDone = "initdone" // after the last
	AtReady    = "ready"    // when the agent was asked to stop
	AtExit     = "exit"     // when the program ended by itself
)

// A Point is the runtime's metrics at one instant, in the order in which the agent wrote them.
type Point struct {
	Name    string // [AtStart] and so on
	Metrics []Metric
	Spreads []Spread
}

// A Metric is a value that the runtime counts or measures.
type Metric struct {
	Name  string // as in runtime/metrics
	Value float64
}

// A Spread is a histogram of the runtime. Buckets in which nothing was counted are left out.
type Spread struct {
	Name    string // as in runtime/metrics
	Buckets []Bucket
}

// At returns the metrics at a point, nil if there are none.
func (m *Marks) At(point string) *Point {
	for _, p := range m.Points {
		if p.Name == point {
			return p
		}
	}
	return nil
}

// Value returns the metric of that name, false if there is none. A nil point has none.
func (p *Point) Value(name string) (float64, bool) {
	if p == nil {
		return 0, false
	}
	for i := range p.Metrics {
		if p.Metrics[i].Name == name {
			return p.Metrics[i].Value, true
		}
	}
	return 0, false
}

// Buckets returns the histogram of that name, nil if there is none or nothing was counted.
func (p *Point) Buckets(name string) []Bucket {
	if p == nil {
		return nil
	}
	for i := range p.Spreads {
		if p.Spreads[i].Name == name {
			return p.Spreads[i].Buckets
		}
	}
	return nil
}

// Bucket is a part of a histogram: Count values in seconds from From up to To, which may be infinite.
type Bucket struct {
	From, To float64
	Count    uint64
}

// point returns the metrics at a point to add to. Those of one point follow one another.
func (m *Marks) point(name string) *Point {
	if n := len(m.Points); n > 0 && m.Points[n-1].Name == name {
		return m.Points[n-1]
	}
	p := m.At(name)
	if p == nil {
		const usual = 32
		p = &Point{Name: name, Metrics: make([]Metric, 0, usual)}
		m.Points = append(m.Points, p)
	}
	return p
}
