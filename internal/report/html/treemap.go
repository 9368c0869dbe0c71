package html

import (
	"encoding/json"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// The measures of a treemap, in units of its picture, which is as wide as the page.
const (
	treeWidth  = 1000
	treeHeight = 560
	treeFrame  = 1.5 // between groups
	leastNamed = 46  // width of a group with a name
)

// A tile is an area with its place.
type tile struct {
	*report.Area
	rect
	group int // index among the tiles of the group it is part of; its own of a group
}

// A rect is a place in the picture.
type rect struct{ x, y, w, h float64 }

// tilesOf lays areas out: each group before its parts. What has no value has no tile.
func tilesOf(t *report.Treemap) []tile {
	var all []tile
	whole := rect{0, 0, treeWidth, treeHeight}
	squarify(t.Groups, whole, func(group *report.Area, r rect) {
		at := len(all)
		all = append(all, tile{group, r, at})
		squarify(group.Parts, r.within(treeFrame), func(part *report.Area, r rect) {
			all = append(all, tile{part, r, at})
		})
	})
	return all
}

// within is r without a frame, unless it is too small for one.
func (r rect) within(frame float64) rect {
	if min(r.w, r.h) < 4*frame {
		return r
	}
	return rect{r.x + frame, r.y + frame, r.w - 2*frame, r.h - 2*frame}
}

// squarify divides a rectangle among areas by their values, the largest first, into rows in which tiles are as square
// as they can be.
//
// Source: M. Bruls, K. Huizing, J. J. van Wijk, "Squarified treemaps", 2000.
func squarify(areas []report.Area, r rect, put func(*report.Area, rect)) {
	var left []*report.Area
	sum := 0.0
	for i := range areas {
		if v := areas[i].Value; v > 0 && !math.IsInf(v, 0) {
			left = append(left, &areas[i])
			sum += v
		}
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return
	}
	slices.SortStableFunc(left, func(a, b *report.Area) int {
		switch {
		case a.Value > b.Value:
			return -1
		case a.Value < b.Value:
			return 1
		}
		return strings.Compare(a.Label, b.Label)
	})
	scale := r.w * r.h / sum
	if math.IsInf(scale, 0) {
		return
	}
	for len(left) > 0 {
		n := rowOf(left, min(r.w, r.h), scale)
		r = r.row(left[:n], scale, put)
		left = left[n:]
	}
}

// rowOf is how many of the areas stand in the next row, along a side.
func rowOf(areas []*report.Area, side, scale float64) int {
	sum, best := 0.0, math.Inf(1)
	for n, a := range areas {
		sum += a.Value * scale
		deep := sum / side
		first, last := areas[0].Value*scale/deep, a.Value*scale/deep // along the side
		worst := max(first/deep, deep/first, last/deep, deep/last)
		if worst > best {
			return n
		}
		best = worst
	}
	return len(areas)
}

// row puts areas along the shorter side and returns what is left.
func (r rect) row(areas []*report.Area, scale float64, put func(*report.Area, rect)) rect {
	sum := 0.0
	for _, a := range areas {
		sum += a.Value * scale
	}
	deep, at := sum/min(r.w, r.h), 0.0
	for _, a := range areas {
		long := a.Value * scale / deep
		if r.w >= r.h {
			put(a, rect{r.x, r.y + at, deep, long})
		} else {
			put(a, rect{r.x + at, r.y, long, deep})
		}
		at += long
	}
	if r.w >= r.h {
		return rect{r.x + deep, r.y, max(0, r.w-deep), r.h}
	}
	return rect{r.x, r.y + deep, r.w, max(0, r.h-deep)}
}

// treemap writes areas: one path for each kind, since some thousand elements are where browsers begin to be slow.
func (p *page) treemap(t *report.Treemap) {
	tiles := tilesOf(t)
	if len(tiles) == 0 {
		p.own("<p class=\"key\">There is nothing to show.</p>\n")
		return
	}
	p.own("<div class=\"treemap\">\n<div class=\"view\">")
	p.ownf("<svg class=\"tiles\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s; the largest are in the text of this page\">\n",
		treeWidth, treeHeight, escape(counted(len(tiles), "area")))
	for _, k := range areaKinds {
		p.own("<path class=\"" + areaClass(k.name) + "\" d=\"" + tilePath(tiles, k.name) + "\"/>\n")
	}
	p.own("<path class=\"groups\" d=\"" + groupPath(tiles) + "\"/>\n</svg>\n<svg class=\"names\" width=\"100%\" height=\"100%\" aria-hidden=\"true\">\n")
	for i := range tiles {
		p.tileName(tiles, i)
	}
	p.own("</svg></div>\n<script type=\"application/json\">" + treeData(t, tiles) + "</script>\n")
	p.areaLegend(func(kind string) bool {
		return slices.ContainsFunc(t.Groups, func(a report.Area) bool { return a.Kind == kind })
	})
	p.own("</div>\n")
}

// tilePath draws the parts of one kind, and groups that have none.
func tilePath(tiles []tile, kind string) string {
	var d strings.Builder
	for i, t := range tiles {
		if leaf := len(t.Parts) == 0; leaf && areaClass(tiles[t.group].Kind) == areaClass(kind) && (i == t.group || leaf) {
			d.WriteString("M" + num1(t.x) + " " + num1(t.y) + "h" + num1(t.w) + "v" + num1(t.h) + "h" + num1(-t.w) + "z")
		}
	}
	return d.String()
}

// groupPath draws the borders of groups.
func groupPath(tiles []tile) string {
	var d strings.Builder
	for i, t := range tiles {
		if i == t.group {
			d.WriteString("M" + num1(t.x) + " " + num1(t.y) + "h" + num1(t.w) + "v" + num1(t.h) + "h" + num1(-t.w) + "z")
		}
	}
	return d.String()
}

// num1 writes a coordinate to a tenth.
func num1(v float64) string { return num(math.Round(v*10) / 10) }

// tileName writes the name of a group into it, and below that those of large parts, where there is room.
func (p *page) tileName(tiles []tile, i int) {
	t, y := &tiles[i], 14
	if i != t.group {
		y += 16
	}
	if t.h < float64(y)+4 || t.w < leastNamed || i != t.group && t.w < 2*leastNamed {
		return
	}
	p.ownf("<svg x=\"%s%%\" y=\"%s%%\" width=\"%s%%\" height=\"%s%%\">", num1(t.x*100/treeWidth), num1(t.y*100/treeHeight), num1(t.w*100/treeWidth), num1(t.h*100/treeHeight))
	class := ""
	if i != t.group {
		class = "part"
	}
	p.leaf("text", lastOf(report.OneLine(t.Label)), "x", "5", "y", strconv.Itoa(y), "class", class)
	p.own("</svg>\n")
}

// lastOf is the end of a path that says most: of a module that before its major version.
func lastOf(name string) string {
	dir, last := path.Split(name)
	if number, ok := strings.CutPrefix(last, "v"); ok && dir != "" && strings.Trim(number, "0123456789") == "" {
		return path.Base(dir)
	}
	return last
}

// treeData is what the script knows of tiles, in their order.
func treeData(t *report.Treemap, tiles []tile) string {
	total := 0.0
	rows := make([][]any, len(tiles))
	for i, tile := range tiles {
		r := func(v float64) float64 { return math.Round(v*10) / 10 }
		rows[i] = []any{report.OneLine(tile.Label), lastOf(report.OneLine(tile.Label)), report.OneLine(tile.Text), tile.Value, tile.group, r(tile.x), r(tile.y), r(tile.w), r(tile.h)}
		if i == tile.group {
			total += tile.Value
		}
	}
	text, _ := json.Marshal(map[string]any{"unit": report.OneLine(t.Unit), "total": total, "tiles": rows}) // finite numbers, of which none fails
	return string(text)
}
