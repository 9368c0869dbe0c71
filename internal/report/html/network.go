package html

import (
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/digraph"
	"github.com/cupelgo/cupel/internal/report"
)

// areaKinds are the colours of clusters and areas, each with what the legend says.
var areaKinds = []struct{ name, text string }{
	{"main", "own code"}, {"direct", "required directly"}, {"indirect", "required indirectly"},
	{"std", "standard library"}, {"missing", "not found"},
}

// areaClass returns the CSS class of a kind.
func areaClass(kind string) string {
	for _, k := range areaKinds {
		if k.name == kind {
			return "k-" + kind
		}
	}
	return "k-missing"
}

// areaLegend names the kinds that are there.
func (p *page) areaLegend(has func(kind string) bool) {
	p.own("<ul class=\"legend\" aria-label=\"Legend\">")
	for _, k := range areaKinds {
		if has(k.name) {
			p.own("<li><svg class=\"swatch k-" + k.name + "\" width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" rx=\"2\"/></svg> " + k.text + "</li>")
		}
	}
	p.own("</ul>\n")
}

// network writes clusters in layers, with the lines that no longer way makes needless. What is in clusters, all other
// edges, and ways are for the script to show.
func (p *page) network(n *report.Network) {
	net, ok := arrange(n)
	if !ok {
		p.own("<p class=\"key\">There is nothing to show.</p>\n")
		return
	}
	boxes, titles, height := net.place(mapWidth)
	p.own("<div class=\"network\">\n<div class=\"stage\"><div class=\"view\">\n")
	p.ownf("<svg class=\"map\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %[1]d %[2]d\" role=\"img\"", mapWidth, height)
	p.own(" aria-label=\"" + escape(net.summary()) + "; their numbers are in the text of this page\">\n")
	for i, y := range titles {
		p.ownf("<text class=\"band\" x=\"8\" y=\"%d\">", y)
		p.text(net.bands[i].Name)
		p.own("</text>\n")
	}
	p.own("<path class=\"rest\" d=\"" + net.drawn(net.lines, boxes) + "\"/>\n<path class=\"back\" d=\"" + net.drawn(net.back, boxes) + "\"/>\n")
	for i := range boxes {
		p.clusterBox(net, &boxes[i])
	}
	p.own("</svg></div></div>\n")
	p.own("<script type=\"application/json\">" + net.data() + "</script>\n")
	p.areaLegend(func(kind string) bool {
		for i := range n.Clusters {
			if n.Clusters[i].Kind == kind {
				return true
			}
		}
		return false
	})
	p.ways(net)
	p.own("<p class=\"key\">A line is left out where a longer way leads to the same place, and of those into ")
	p.text(net.last())
	p.own(" all are; what is selected shows its own.</p>\n</div>\n")
}

// ways says what leads up.
func (p *page) ways(n *network) {
	if len(n.back) == 0 {
		return
	}
	p.own("<p class=\"key\"><svg class=\"stroke\" width=\"22\" height=\"10\" aria-hidden=\"true\"><path class=\"back\" d=\"M0 5h22\"/></svg> ")
	p.text(counted(len(n.back), "line") + " upwards: without them no groups would lead to one another in a circle.")
	p.own("</p>\n")
}

// clusterBox draws a cluster with its name and how many nodes it has.
func (p *page) clusterBox(n *network, b *box) {
	c := &n.Clusters[b.cluster]
	p.open("g", "class", "box "+areaClass(c.Kind), "transform", "translate("+strconv.Itoa(b.x)+" "+strconv.Itoa(b.y)+")")
	p.leaf("title", c.Label+": "+strings.TrimPrefix(c.Text+", ", ", ")+counted(n.sizes[b.cluster], n.Noun))
	p.ownf("<rect width=\"%d\" height=\"%d\" rx=\"5\"/>", b.width, boxHeight)
	p.ownf("<text x=\"9\" y=\"%d\">", boxText)
	p.text(shortened(report.OneLine(c.Short)))
	if n.sizes[b.cluster] > 1 {
		p.leaf("tspan", strconv.Itoa(n.sizes[b.cluster]), "class", "quiet", "dx", "6")
	}
	p.own("</text></g>\n")
}

// summary says how much there is.
func (n *network) summary() string {
	return counted(len(n.Nodes), n.Noun) + " in " + counted(len(n.Clusters), "group") + ", " + counted(len(n.Edges), "edge")
}

// last is the name of the last band.
func (n *network) last() string { return n.bands[len(n.bands)-1].Name }

// counted is a number of things: "1 package", "2 packages".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// drawn draws lines among clusters.
func (n *network) drawn(lines []digraph.Edge, boxes []box) string {
	of := make([]*box, len(n.Clusters))
	for i := range boxes {
		of[boxes[i].cluster] = &boxes[i]
	}
	var d strings.Builder
	for _, e := range lines {
		d.WriteString(line(of[e.From], of[e.To]))
	}
	return d.String()
}
