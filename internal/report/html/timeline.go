package html

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// The measures of a lane, in pixels.
const (
	laneHeight = 32
	stateLine  = 22 // middle of the line of states, from the top of the lane
	pathTop    = 17 // top of the critical path's bars
	pathHeight = 10
)

// mostStops is how many stretches of the critical path can be reached by keyboard, the longest. The shorter ones are
// drawn in one stroke for each class, since some ten thousand elements are where browsers begin to be slow.
const mostStops = 3000

// A leg is a stretch of the critical path with its lane.
type leg struct {
	*report.Stretch
	lane int
}

// timeline writes lanes over one axis. All that depends on time is in one picture with cells as its unit, so that
// zooming is to show another part of it.
func (p *page) timeline(t *report.Timeline) {
	if len(t.Lanes) == 0 || !(t.Total > 0) || math.IsInf(t.Total, 0) {
		p.own("<p class=\"key\">There is nothing to show.</p>\n")
		return
	}
	lanes, cells := onGrid(t)
	p.ownf("<div class=\"timeline\" data-total=\"%s\" data-cells=\"%d\">\n", raw(t.Total), cells)
	p.timeAxis(t.Total, t.Marks)
	height := laneHeight * len(t.Lanes)
	p.ownf("<div class=\"view\"><svg class=\"lanes\" width=\"100%%\" height=\"%d\" role=\"group\" aria-label=\"Lanes of goroutines\">\n", height)
	p.ownf("<svg class=\"time\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %[1]d\" preserveAspectRatio=\"none\">\n", height, cells)
	for i, runs := range lanes {
		p.states(i, runs)
	}
	for _, m := range t.Marks {
		p.ownf("<path class=\"mark\" d=\"M%d 0V%d\"/>", int(onAxis(m.At, t.Total, cells)), height)
	}
	path := legs(t)
	p.path(path, t, cells)
	p.own("</svg>\n")
	p.laneLabels(t.Lanes)
	p.own("</svg></div>\n")
	p.legend(classesOf(t), notAttributed)
	p.ownf("<p class=\"key\">One cell of the picture is %s; in it the state that has most of it is shown.%s</p>\n",
		escape(unit.Seconds(t.Total/float64(cells))), stopsText(len(path)))
	p.own("</div>\n")
}

// laneLabels writes the names above the lines, and a line between two lanes.
func (p *page) laneLabels(lanes []report.Lane) {
	for i := range lanes {
		y := i * laneHeight
		p.ownf("<g class=\"lane\"><path d=\"M0 %dH9999\"/>", y+laneHeight)
		p.open("text", "y", strconv.Itoa(y+12))
		p.leaf("tspan", lanes[i].Label)
		p.leaf("tspan", lanes[i].Text, "dx", "10", "class", "quiet")
		p.own("</text></g>\n")
	}
}

// states draws the states of a lane: one line of strokes for each.
func (p *page) states(lane int, runs []run) {
	drawn := map[string]*strings.Builder{}
	end := map[string]int{}
	for _, r := range runs {
		d := drawn[r.class]
		if d == nil {
			d = &strings.Builder{}
			drawn[r.class] = d
			fmt.Fprintf(d, "M0 %d", lane*laneHeight+stateLine)
		}
		fmt.Fprintf(d, "m%d 0h%d", r.from-end[r.class], r.to-r.from)
		end[r.class] = r.to
	}
	names := make([]string, 0, len(drawn))
	for class := range drawn {
		names = append(names, class)
	}
	sort.Strings(names)
	for _, class := range names {
		p.open("path", "class", "state "+classOf(class), "data-lane", strconv.Itoa(lane), "data-class", class, "d", drawn[class].String())
		p.own("</path>\n")
	}
}

// legs returns the critical path in order of time.
func legs(t *report.Timeline) []leg {
	var all []leg
	for i := range t.Lanes {
		for j := range t.Lanes[i].Path {
			all = append(all, leg{&t.Lanes[i].Path[j], i})
		}
	}
	slices.SortStableFunc(all, func(a, b leg) int { return cmp.Compare(a.From, b.From) })
	return all
}

// path draws the critical path: where it changes lanes, and its stretches.
func (p *page) path(path []leg, t *report.Timeline, cells int) {
	if len(path) == 0 {
		return
	}
	at := func(v float64) int { return int(onAxis(v, t.Total, cells)) }
	var links strings.Builder
	for i := 1; i < len(path); i++ {
		if a, b := path[i-1], path[i]; a.lane != b.lane {
			fmt.Fprintf(&links, "M%d %dV%d", at(b.From), a.lane*laneHeight+stateLine, b.lane*laneHeight+stateLine)
		}
	}
	if links.Len() > 0 {
		p.own("<path class=\"links\" d=\"" + links.String() + "\"/>\n")
	}
	least := leastOf(path)
	short := map[string]*strings.Builder{}
	p.own("<g class=\"stops\">\n")
	for _, l := range path {
		from, width := at(l.From), max(1, at(l.To)-at(l.From))
		if l.To-l.From < least {
			p.short(short, l, from, width)
			continue
		}
		p.ownf("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", classOf(l.Class), from, l.lane*laneHeight+pathTop, width, pathHeight)
		p.ownf(" data-lane=\"%d\" data-from=\"%s\" data-to=\"%s\">", l.lane, raw(l.From), raw(l.To))
		p.leaf("title", cmp.Or(l.Text, cmp.Or(l.Class, notAttributed)+", "+unit.Seconds(l.To-l.From)))
		p.own("</rect>\n")
	}
	p.own("</g>\n")
	for _, class := range sortedKeys(short) {
		p.own("<path class=\"short " + classOf(class) + "\" d=\"" + short[class].String() + "\"/>\n")
	}
}

// short draws a stretch among those of its class.
func (p *page) short(drawn map[string]*strings.Builder, l leg, from, width int) {
	if drawn[l.Class] == nil {
		drawn[l.Class] = &strings.Builder{}
	}
	fmt.Fprintf(drawn[l.Class], "M%d %dh%d", from, l.lane*laneHeight+stateLine, width)
}

func sortedKeys(m map[string]*strings.Builder) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// leastOf returns how long a stretch must be to be reached by keyboard, in seconds.
func leastOf(path []leg) float64 {
	if len(path) <= mostStops {
		return 0
	}
	lengths := make([]float64, len(path))
	for i, l := range path {
		lengths[i] = l.To - l.From
	}
	sort.Float64s(lengths)
	return lengths[len(lengths)-mostStops]
}

func stopsText(path int) string {
	if path <= mostStops {
		return ""
	}
	return fmt.Sprintf(" Of %d stretches of the critical path the %d longest can be selected.", path, mostStops)
}

// classesOf returns the classes of the path and the states that a timeline shows, in order of display.
func classesOf(t *report.Timeline) []string {
	var path, states []string
	add := func(to *[]string, all []report.Stretch) {
		for i := range all {
			if !slices.Contains(*to, all[i].Class) {
				*to = append(*to, all[i].Class)
			}
		}
	}
	for i := range t.Lanes {
		add(&path, t.Lanes[i].Path)
		add(&states, t.Lanes[i].States)
	}
	sort.Strings(path)
	sort.Strings(states)
	return append(path, states...)
}
