package timeline

// life is what the walk knows of a goroutine.
type life struct {
	*History
	id       int64
	known    *Goroutine // nil: the timeline does not have it
	last     int        // index of the change looked at last: the wanted one is often close below
	forGC    bool
	assisted backwards // the goroutine helped the collector
	samples  []Sample  // that the walk has not passed
}

func (w *walker) newLife(id int64) *life {
	l := &life{id: id, known: w.t.Goroutines[id], assisted: w.collector.busy[id].backwards(), samples: w.samplesOf[id]}
	if l.known != nil {
		l.History, l.forGC = l.known.History(), worksForGC(l.known)
	}
	return l
}

// before returns the index of the last change before the instant at, -1 if there is none.
func (l *life) before(at int64) int {
	l.last = l.Before(at, l.last)
	return l.last
}
