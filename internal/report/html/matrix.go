package html

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cupelgo/cupel/internal/report"
)

// The measures of a matrix, in pixels.
const (
	matrixSide   = 720 // of the cells together, at most
	largestCell  = 16
	smallestCell = 2
	namedCell    = 10 // from which size on rows have names
	longestName  = 34 // letters
)

// strengths are the shades of cells: up to how many imports, and their class.
var strengths = []struct {
	most  int
	class string
}{{1, "w1"}, {4, "w2"}, {1 << 30, "w3"}}

// sound reports whether all cells and groups are within the matrix.
func sound(m *report.Matrix) bool {
	n := len(m.Labels)
	for _, c := range m.Cells {
		if min(c.Row, c.Column) < 0 || max(c.Row, c.Column) >= n {
			return false
		}
	}
	for _, s := range m.Groups {
		if s.From < 0 || s.To > n || s.From > s.To {
			return false
		}
	}
	return n > 0
}

// matrix writes rows and columns in the same order.
func (p *page) matrix(m *report.Matrix) {
	if !sound(m) {
		p.own("<p class=\"key\">There is nothing to show.</p>\n")
		return
	}
	n := len(m.Labels)
	size := max(smallestCell, min(largestCell, matrixSide/n))
	names := rowNames(m, size)
	left := nameRoom(names)
	p.ownf("<div class=\"matrix\" data-size=\"%d\" data-left=\"%d\">\n<div class=\"view\">", size, left)
	p.ownf("<svg class=\"cells\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"Matrix of %s\">\n", left+n*size+1, n*size+1, escape(counted(n, m.Noun)))
	p.ownf("<g transform=\"translate(%d 0)\"><rect class=\"ground\" width=\"%d\" height=\"%[2]d\"/>\n", left, n*size)
	for _, s := range m.Groups {
		p.ownf("<rect class=\"group\" x=\"%d\" y=\"%[1]d\" width=\"%d\" height=\"%[2]d\"><title>", s.From*size, (s.To-s.From)*size)
		p.text(s.Label)
		p.own("</title></rect>\n")
	}
	p.own("<path class=\"diagonal\" d=\"" + diagonal(n, size) + "\"/>\n")
	least := 0
	for _, s := range strengths {
		p.own("<path class=\"" + s.class + "\" d=\"" + cells(m, size, least, s.most, false) + "\"/>\n")
		least = s.most
	}
	p.own("<path class=\"above\" d=\"" + cells(m, size, 0, 1<<30, true) + "\"/>\n</g>\n")
	for _, name := range names {
		p.ownf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", left-6, (name.From+name.To)*size/2+4)
		p.text(cut(report.OneLine(name.Label)))
		p.own("</text>\n")
	}
	p.own("</svg></div>\n<script type=\"application/json\">" + matrixData(m) + "</script>\n")
	p.own("<ul class=\"legend\" aria-label=\"Legend\">")
	for i, text := range []string{"1", "2 to 4", "5 and more", "above the diagonal: part of a cycle"} {
		class := append([]string{"w1", "w2", "w3"}, "above")[i]
		p.own("<li><svg class=\"swatch cells\" width=\"12\" height=\"12\" aria-hidden=\"true\"><path class=\"" + class + "\" d=\"M0 0h12v12H0z\"/></svg> " + text + "</li>")
	}
	p.own("</ul></div>\n")
}

// rowNames are the names beside the rows: of all, or where these are too thin of groups that are not.
func rowNames(m *report.Matrix, size int) []report.Span {
	var all []report.Span
	if size < namedCell {
		for _, g := range m.Groups {
			if (g.To-g.From)*size >= namedCell {
				all = append(all, g)
			}
		}
		return all
	}
	for i, label := range m.Labels {
		all = append(all, report.Span{Label: label, From: i, To: i + 1})
	}
	return all
}

// nameRoom is how wide names are.
func nameRoom(names []report.Span) int {
	longest := 0
	for _, name := range names {
		longest = max(longest, utf8.RuneCountInString(cut(report.OneLine(name.Label))))
	}
	return min(1, longest) * (longest*7 + 10)
}

// cut is a label without its beginning where it is too long.
func cut(label string) string {
	letters := []rune(label)
	if len(letters) <= longestName {
		return label
	}
	return "…" + string(letters[len(letters)-longestName+1:])
}

func diagonal(n, size int) string {
	var d strings.Builder
	for i := range n {
		fmt.Fprintf(&d, "M%d %[1]dh%[2]dv%[2]dh-%[2]dz", i*size, size)
	}
	return d.String()
}

// cells draws those whose count is above least and at most most, below the diagonal or above it.
func cells(m *report.Matrix, size, least, most int, above bool) string {
	var d strings.Builder
	for _, c := range m.Cells {
		if c.Count > least && c.Count <= most && c.Row != c.Column && (c.Column > c.Row) == above {
			fmt.Fprintf(&d, "M%d %dh%[3]dv%[3]dh-%[3]dz", c.Column*size, c.Row*size, size)
		}
	}
	return d.String()
}

// matrixData is what the script knows: labels, and of each cell row, column, count and text.
func matrixData(m *report.Matrix) string {
	d := struct {
		Noun   string   `json:"noun"`
		Out    string   `json:"out"`
		Labels []string `json:"labels"`
		Cells  [][]any  `json:"cells"`
	}{Noun: report.OneLine(m.Noun), Out: report.OneLine(m.Out), Cells: [][]any{}}
	for _, label := range m.Labels {
		d.Labels = append(d.Labels, report.OneLine(label))
	}
	for _, c := range m.Cells {
		d.Cells = append(d.Cells, []any{c.Row, c.Column, c.Count, report.OneLine(c.Text)})
	}
	text, _ := json.Marshal(d) // texts and whole numbers, of which none fails
	return string(text)
}
