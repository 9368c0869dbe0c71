package timeline

// life is what the walk knows of a goroutine.
type life struct {
	id       int64
	known    *Goroutine // nil: the timeline does not have it
	spans    []Span
	last     int // index of the span looked at last: the wanted one is often close below
	forGC    bool
	assisted backwards // the goroutine helped the collector
	samples  []Sample  // that the walk has not passed
}

func (w *walker) newLife(id int64) *life {
	l := &life{id: id, known: w.t.Goroutines[id], assisted: w.collector.busy[id].backwards(), samples: w.samplesOf[id]}
	if l.known != nil {
		l.spans, l.forGC = l.known.Spans(), worksForGC(l.known)
	}
	return l
}

// spanBefore returns the index of the last span that begins before the instant at, -1 if there is
// none.
func (l *life) spanBefore(at int64) int {
	l.last = spanBefore(l.spans, at, l.last)
	return l.last
}
