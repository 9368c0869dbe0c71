package html

import (
	"cmp"
	"math"
	"slices"

	"github.com/cupelgo/cupel/internal/report"
)

// mostRuns is how many stretches of one class a timeline draws before its grid is made coarser: some 1.2 MB
// of page. Chromium 156 drew another part of as many in 20 to 50 ms, on two cores that did other work, too.
const mostRuns = 120_000

// grids are the numbers of cells into which an axis of time is divided, fine ones first.
var grids = []int{1 << 20, 1 << 17, 1 << 15, 1 << 14, 1 << 13, 1 << 12}

// A run is a stretch on the grid: cells from to to, that not included.
type run struct {
	from, to int
	class    string
}

// onGrid returns the states of each lane on the finest grid that keeps the picture small, and its cells.
func onGrid(t *report.Timeline) ([][]run, int) {
	var lanes [][]run
	for _, cells := range grids {
		lanes = make([][]run, len(t.Lanes))
		drawn := 0
		for i := range t.Lanes {
			lanes[i] = merged(t.Lanes[i].States, t.Total, cells)
			drawn += len(lanes[i])
		}
		if drawn <= mostRuns || cells == grids[len(grids)-1] {
			return lanes, cells
		}
	}
	return lanes, grids[0]
}

// merged puts stretches on a grid. A cell in which there are several belongs to the class that has most of it.
func merged(stretches []report.Stretch, total float64, cells int) []run {
	sorted := slices.Clone(stretches)
	slices.SortStableFunc(sorted, func(a, b report.Stretch) int { return cmp.Compare(a.From, b.From) })
	c := cell{in: map[string]float64{}, at: -1}
	for i := range sorted {
		from, to := onAxis(sorted[i].From, total, cells), onAxis(sorted[i].To, total, cells)
		c.add(from, to, sorted[i].Class, cells)
	}
	c.flush()
	return c.runs
}

// onAxis returns where an instant lies, in cells from the beginning.
func onAxis(v, total float64, cells int) float64 {
	return percent(v, total) / 100 * float64(cells)
}

// A cell collects what is in the present cell, and what the runs before it were.
type cell struct {
	runs []run
	at   int
	in   map[string]float64 // by class, how much of the cell
}

// add takes in a stretch of cells from to to, which are not whole.
func (c *cell) add(from, to float64, class string, cells int) {
	if !(to >= from) {
		return
	}
	first, last := min(int(from), cells-1), min(int(math.Ceil(to)), cells)
	last = max(last, first+1)
	if first < c.at {
		first = c.at // stretches of a lane that overlap: the one that began earlier has the time
	}
	for i := first; i < last; i++ {
		whole := float64(i) >= from && float64(i+1) <= to
		if i != c.at {
			c.flush()
			c.at = i
		}
		if whole && len(c.in) == 0 {
			end := max(i+1, min(int(to), cells))
			c.put(run{i, end, class})
			c.at, i = end-1, end-1
			continue
		}
		c.in[class] += math.Min(to, float64(i+1)) - math.Max(from, float64(i)) + 1e-9
	}
}

// flush gives the present cell to the class that has most of it.
func (c *cell) flush() {
	best, most := "", 0.0
	for class, part := range c.in {
		if part > most || part == most && class < best {
			best, most = class, part
		}
	}
	if most > 0 {
		c.put(run{c.at, c.at + 1, best})
	}
	clear(c.in)
}

// put appends a run, joined to the one before it if that ends there and is of the same class.
func (c *cell) put(r run) {
	if n := len(c.runs); n > 0 {
		last := &c.runs[n-1]
		r.from = max(r.from, last.to)
		if r.from >= r.to {
			return
		}
		if last.to == r.from && last.class == r.class {
			last.to = r.to
			return
		}
	}
	c.runs = append(c.runs, r)
}
