package html

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// The measures of a flame graph.
const (
	flameCells  = 100_000 // width of the picture, whose unit zooming changes
	frameHeight = 18      // pixels
	leastFrame  = 0.0005  // of the whole: narrower frames are left out, half a pixel of a thousand
	leastEdge   = 0.004   // of the whole: narrower frames have no edge until one zooms in
	leastLabel  = 0.025   // of the whole: narrower frames have no name until one zooms in
)

// kinds are the colours of frames, each with a letter for the script and what the legend says.
var kinds = []struct{ name, letter, text string }{
	{"main", "m", "main module"}, {"module", "d", "dependency"}, {"std", "s", "standard library"}, {"runtime", "r", "runtime"},
}

// unknownKind is the letter of any other kind.
const unknownKind = "o"

func kindLetters() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.letter)
	}
	return all
}

// kindOf returns the letter of a kind.
func kindOf(kind string) string {
	for _, k := range kinds {
		if k.name == kind {
			return k.letter
		}
	}
	return unknownKind
}

// A frame is a node with its place in the picture.
type frame struct {
	*report.Node
	parent int // index among the frames, -1 of a root
	depth  int
	from   float64 // share of the whole to the left of it
	width  float64 // share of the whole
}

// framesOf lays nodes out: parents before their callees, level by level; it counts those that it leaves out.
func framesOf(f *report.Flame) (frames []frame, left int) {
	add := func(nodes []report.Node, parent, depth int, from float64) {
		for i := range nodes {
			width := percent(nodes[i].Value, f.Total) / 100
			if !(width >= leastFrame) || math.IsInf(nodes[i].Value, 0) {
				left += countNodes(&nodes[i])
				continue
			}
			frames = append(frames, frame{&nodes[i], parent, depth, from, width})
			from += width
		}
	}
	add(f.Roots, -1, 0, 0)
	for i := 0; i < len(frames); i++ {
		add(frames[i].Calls, i, frames[i].depth+1, frames[i].from)
	}
	return frames, left
}

func countNodes(n *report.Node) int {
	all := 1
	for i := range n.Calls {
		all += countNodes(&n.Calls[i])
	}
	return all
}

// flame writes a flame graph, the callers below.
func (p *page) flame(f *report.Flame) {
	frames, left := framesOf(f)
	if len(frames) == 0 {
		p.own("<p class=\"key\">There is nothing to show.</p>\n")
		return
	}
	levels := frames[len(frames)-1].depth + 1
	height := levels * frameHeight
	p.own("<div class=\"flame\">\n")
	p.ownf("<div class=\"view\"><svg class=\"frames\" width=\"100%%\" height=\"%d\" role=\"img\" ", height)
	p.ownf("aria-label=\"Flame graph of %d frames; the largest are in the text of this page\">\n", len(frames))
	p.ownf("<svg class=\"boxes\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %[1]d\" preserveAspectRatio=\"none\">", height, flameCells)
	for _, k := range append(kindLetters(), unknownKind) {
		p.ownf("\n<path class=\"%s\" d=\"%s\"/>", k, boxes(frames, k, levels))
	}
	p.own("\n<path class=\"edges\" d=\"" + edges(frames, levels) + "\"/>\n")
	p.own("</svg>\n<g class=\"names\">\n")
	for i := range frames {
		p.frameName(&frames[i], f, levels)
	}
	p.own("</g></svg></div>\n")
	p.flameData(frames, f)
	p.flameKey(frames, left)
	p.own("</div>\n")
}

// boxes draws the frames of a kind as strokes, each from where the one before it ended: no element for each, since
// some ten thousand are where browsers begin to be slow.
func boxes(frames []frame, kind string, levels int) string {
	var d strings.Builder
	x, y := 0, 0
	for i := range frames {
		if kindOf(frames[i].Kind) != kind {
			continue
		}
		from, to := frames[i].cells()
		middle := (levels-1-frames[i].depth)*frameHeight + frameHeight/2
		fmt.Fprintf(&d, "m%d %dh%d", from-x, middle-y, to-from)
		x, y = to, middle
	}
	return strings.Replace(d.String(), "m", "M", 1)
}

// edges draws a line where a frame begins, unless it would cover the frame.
func edges(frames []frame, levels int) string {
	var d strings.Builder
	x, y := 0, 0
	for i := range frames {
		if frames[i].width < leastEdge {
			continue
		}
		from, _ := frames[i].cells()
		top := (levels - 1 - frames[i].depth) * frameHeight
		fmt.Fprintf(&d, "m%d %dv%d", from-x, top-y, frameHeight)
		x, y = from, top+frameHeight
	}
	return strings.Replace(d.String(), "m", "M", 1)
}

// cells returns where a frame begins and ends in the picture.
func (fr *frame) cells() (from, to int) {
	from = int(fr.from * flameCells)
	return from, max(from+1, int((fr.from+fr.width)*flameCells))
}

// frameName writes a name into a frame that is wide enough; what does not fit is cut off at its border.
func (p *page) frameName(fr *frame, f *report.Flame, levels int) {
	if fr.width < leastLabel {
		return
	}
	y := (levels - 1 - fr.depth) * frameHeight
	p.ownf("<svg x=\"%s%%\" y=\"%d\" width=\"%s%%\" height=\"%d\"><title>", num(100*fr.from), y, num(100*fr.width), frameHeight)
	p.text(fr.Name + ": " + unit.Format(fr.Value, f.Unit) + ", " + unit.Percent(fr.width))
	p.own("</title>")
	p.leaf("text", shortName(fr.Name), "x", "4", "y", "13")
	p.own("</svg>\n")
}

// shortName is a symbol without the folders of its package: "config.init.0".
func shortName(symbol string) string {
	name, _, _ := strings.Cut(symbol, "[") // of type arguments, which have slashes, too
	return symbol[strings.LastIndexByte(name, '/')+1:]
}

// flameData writes what the script needs to know of the frames, in the order of their boxes: parent, index of the
// name, index of the place, value with six digits.
func (p *page) flameData(frames []frame, f *report.Flame) {
	var rows strings.Builder
	texts := newTexts()
	for i := range frames {
		if i > 0 {
			rows.WriteString(",")
		}
		fr := &frames[i]
		fmt.Fprintf(&rows, "%d,%d,%d,%s", fr.parent, texts.index(fr.Name), texts.index(fr.Place), strconv.FormatFloat(fr.Value, 'g', 6, 64))
	}
	// Marshal of strings does not fail; it escapes <, > and &, so that the text cannot end the element.
	names, _ := json.Marshal(texts.all)
	name, _ := json.Marshal(report.OneLine(f.Unit))
	p.own("<script type=\"application/json\">{\"unit\":" + string(name) + ",\"total\":" + raw(f.Total) + ",\"texts\":" + string(names) +
		",\"frames\":[" + rows.String() + "]}</script>\n")
}

// texts gives each text a number.
type texts struct {
	all  []string
	seen map[string]int
}

func newTexts() *texts { return &texts{seen: map[string]int{}} }

func (t *texts) index(text string) int {
	text = report.OneLine(text)
	i, ok := t.seen[text]
	if !ok {
		i = len(t.all)
		t.seen[text] = i
		t.all = append(t.all, text)
	}
	return i
}

// flameKey writes the legend and what was left out.
func (p *page) flameKey(frames []frame, left int) {
	p.own("<ul class=\"legend\" aria-label=\"Legend\">")
	for _, k := range kinds {
		for i := range frames {
			if frames[i].Kind == k.name {
				p.own("<li><svg class=\"swatch boxes\" width=\"12\" height=\"12\" aria-hidden=\"true\"><path class=\"" + k.letter +
					"\" d=\"M0 6h12\"/></svg> " + k.text + "</li>")
				break
			}
		}
	}
	p.own("</ul>\n")
	if left > 0 {
		p.ownf("<p class=\"key\">Left out: %s frames, each with less than 0.05 %% of the whole.</p>\n",
			escape(unit.Count(float64(left))))
	}
}
