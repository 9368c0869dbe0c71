package html

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cupelgo/cupel/internal/report"
)

// The measures of a network, in pixels. The script has the same ones, for windows of other widths.
const (
	mapWidth  = 1000
	mapMargin = 12
	boxHeight = 26
	boxText   = 17 // base line of the name in a box
	boxGap    = 10 // between boxes and between the lines of a layer
	layerGap  = 28 // between layers
	bandTitle = 26 // for the name of a band
	charWidth = 7  // of a letter of a name, rather more than less
	boxRoom   = 20 // left and right of a name
	mostChars = 30 // of a name in a box
	widestGap = 40
)

// A box is a cluster in the picture.
type box struct {
	cluster     int
	x, y, width int
}

// shortened is a name of at most mostChars letters: without its first folders, or else without its beginning.
func shortened(name string) string {
	for rest := name; utf8.RuneCountInString(name) > mostChars; {
		_, after, more := strings.Cut(rest, "/")
		if !more {
			letters := []rune(name)
			return "…" + string(letters[len(letters)-mostChars+1:])
		}
		if rest = after; utf8.RuneCountInString(rest)+2 <= mostChars {
			return "…/" + rest
		}
	}
	return name
}

// boxWidth is as wide as the name and number in a box need it.
func (n *network) boxWidth(cluster int32) int {
	chars := utf8.RuneCountInString(shortened(report.OneLine(n.Clusters[cluster].Short)))
	if size := n.sizes[cluster]; size > 1 {
		chars += 1 + len(fmt.Sprint(size))
	}
	return chars*charWidth + boxRoom
}

// place gives boxes their places within a width, and the names of bands their base lines.
func (n *network) place(width int) (boxes []box, titles []int, height int) {
	y := 0
	for _, b := range n.bands {
		titles = append(titles, y+18)
		y += bandTitle
		for _, layer := range b.Layers {
			for _, line := range n.wrap(layer, width-2*mapMargin) {
				boxes = append(boxes, n.row(line, y, width-2*mapMargin)...)
				if len(b.Layers) == 1 && len(layer) == 1 { // what stands alone bears all above it
					boxes[len(boxes)-1].x, boxes[len(boxes)-1].width = mapMargin, width-2*mapMargin
				}
				y += boxHeight + boxGap
			}
			y += layerGap - boxGap
		}
	}
	return boxes, titles, y
}

// wrap divides a layer among lines, as cards are dealt, so that each has the order of the whole.
func (n *network) wrap(layer []int32, width int) [][]int32 {
	for count := 1; ; count++ {
		lines, widest := make([][]int32, min(count, len(layer))), 0
		used := make([]int, len(lines))
		for i, c := range layer {
			at := i % len(lines)
			lines[at] = append(lines[at], c)
			used[at] += n.boxWidth(c) + boxGap
			widest = max(widest, used[at]-boxGap)
		}
		if widest <= width || count >= len(layer) {
			return lines
		}
	}
}

// row spreads the boxes of a line over the width.
func (n *network) row(line []int32, y, width int) []box {
	used := 0
	for _, c := range line {
		used += n.boxWidth(c)
	}
	gap := min(widestGap, max(boxGap, (width-used)/(len(line)+1)))
	x := mapMargin + max(0, (width-used-gap*(len(line)-1))/2)
	var boxes []box
	for _, c := range line {
		b := box{cluster: int(c), x: x, y: y, width: n.boxWidth(c)}
		boxes = append(boxes, b)
		x += b.width + gap
	}
	return boxes
}

// line leads from the lower edge of a box to the upper one of another below it, or the other way round.
func line(a, b *box) string {
	x1, y1, x2, y2 := a.x+a.width/2, a.y+boxHeight, b.x+b.width/2, b.y
	var bend int
	switch {
	case a.y < b.y:
		bend = min(60, (y2-y1)/2+6)
	case a.y > b.y:
		y1, y2 = a.y, b.y+boxHeight
		bend = -min(60, (y1-y2)/2+6)
	default:
		return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, a.y, x1, a.y-layerGap, x2, b.y-layerGap, x2, b.y)
	}
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1, y1+bend, x2, y2-bend, x2, y2)
}
