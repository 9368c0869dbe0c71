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

// back is Before. It looks at a few changes from the last answer on downwards first: so goes a walk back in time.
func (l *life) back(at int64) int {
	for i := l.last; i >= 0 && i > l.last-4 && i < l.Len()-1; i-- {
		if l.From(i) < at && l.From(i+1) >= at {
			l.last = i
			return i
		}
	}
	l.last = l.Before(at)
	return l.last
}
