// Package html renders a report.Document as one self-contained page: no other file, no network, no script
// but its own, which the page's own policy (CSP) holds by hash. The same document gives the same bytes.
//
// The page is whole without its script: figures are drawn here, as SVG. The script adds what moves: zoom,
// search, keys, the choice between light and dark, and buttons that copy.
//
// Text that comes from programs is escaped in one place, writer.go; nothing else writes text. It is not
// html/template, whose reflection keeps the linker from leaving out methods in a tool that is to start fast.
//
// Limitations: figures draw what a browser can show smoothly. Stretches of a timeline that are shorter than
// its grid are merged, and frames of a flame graph below 0.05 % are left out; a network shows lines among clusters only where
// no longer way leads to the same place, until something is selected. All of it is said below the figure.
//
// Sources: HTML Living Standard; SVG 2; Content Security Policy Level 3; WAI-ARIA 1.2 and the ARIA Authoring
// Practices Guide (roving tabindex); WCAG 2.2 for contrast.
package html

import (
	"crypto/sha256"
	_ "embed" // the style sheets and scripts
	"encoding/base64"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/cupelgo/cupel/internal/report"
)

// What every page holds.
var (
	//go:embed page.css
	pageStyle string
	//go:embed figure.css
	figureStyle string
	//go:embed form.css
	formStyle string
	//go:embed network.css
	networkStyle string
	//go:embed theme.js
	themeScript string
	//go:embed page.js
	pageScript string
	//go:embed timeline.js
	timelineScript string
	//go:embed flame.js
	flameScript string
	//go:embed netgraph.js
	netgraphScript string
	//go:embed netmap.js
	netmapScript string
	//go:embed network.js
	networkScript string
	//go:embed netpanel.js
	netpanelScript string
	//go:embed matrix.js
	matrixScript string
	//go:embed treemap.js
	treemapScript string
)

// icon is a cupel with a bead in it, as the address of an image.
const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E" +
	"%3Cpath d='M1 5h14l-3 9H4z' fill='%23b7791f'/%3E%3Ccircle cx='8' cy='5' r='3' fill='%23f0c14b'/%3E%3C/svg%3E"

// Render writes d to w as a page.
func Render(w io.Writer, d *report.Document) error {
	p := &page{footnotes: len(d.Footnotes), back: map[int][]string{}}
	p.head(d)
	p.open("main", "id", "content", "tabindex", "-1")
	p.answer(d)
	p.contents(d.Sections)
	i := 0
	for _, fold := range report.Folds(d.Sections) {
		p.section(fold, sectionID(i))
		i += len(fold)
	}
	p.notes(d.Notes)
	p.notesBelow(d.Footnotes)
	p.close("main")
	p.origin(&d.Origin)
	p.own("<script>" + bodyScript() + "</script>\n")
	if hasGraphs(d) {
		p.own("<script>" + graphScript() + "</script>\n")
	}
	p.own("</body>\n</html>\n")
	_, err := io.WriteString(w, p.out.String())
	return err
}

// headStyle is the style sheet.
func headStyle() string { return pageStyle + figureStyle + formStyle }

// bodyScript is what runs when the page is there.
func bodyScript() string { return pageScript + timelineScript + flameScript }

// graphScript is what runs after it where there are graphs.
func graphScript() string {
	return netgraphScript + netmapScript + networkScript + netpanelScript + matrixScript + treemapScript
}

// hasGraphs reports whether d has figures that need graphScript and networkStyle.
func hasGraphs(d *report.Document) bool {
	return slices.ContainsFunc(d.Sections, func(s report.Section) bool {
		return s.Figure != nil && (s.Figure.Network != nil || s.Figure.Matrix != nil || s.Figure.Treemap != nil)
	})
}

// head writes what comes before the report.
func (p *page) head(d *report.Document) {
	style := headStyle()
	styles, scripts := hashOf(style), hashOf(themeScript)+" "+hashOf(bodyScript())
	if hasGraphs(d) {
		styles, scripts = styles+" "+hashOf(networkStyle), scripts+" "+hashOf(graphScript())
	}
	policy := "default-src 'none'; base-uri 'none'; form-action " + formAction(d) + "; img-src data:; style-src " + styles +
		"; script-src " + scripts
	p.own("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
	p.own("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n")
	p.own("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	p.own("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
	p.own("<meta name=\"generator\" content=\"cupel\">\n<link rel=\"icon\" href=\"" + icon + "\">\n")
	p.leaf("title", d.Answer)
	p.own("\n<style>" + style + "</style>\n")
	if hasGraphs(d) {
		p.own("<style>" + networkStyle + "</style>\n")
	}
	p.own("<script>" + themeScript + "</script>\n</head>\n<body>\n")
	p.own("<a class=\"skip\" href=\"#content\">Skip to the report</a>\n")
}

// hashOf returns the source expression that allows exactly this text.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// answer writes what the report is about and its answer.
func (p *page) answer(d *report.Document) {
	p.open("header", "class", "top")
	p.open("p", "class", "about")
	p.own("<span class=\"name\">Cupel</span>")
	if d.Origin.Kind != "" {
		p.own(" ")
		p.leaf("span", d.Origin.Kind)
	}
	if !d.Origin.Created.IsZero() {
		p.own(" ")
		p.instant(d.Origin.Created)
	}
	p.close("p")
	p.own("<h1>")
	p.prose(d.Answer)
	p.own("</h1>")
	p.close("header")
	p.own("\n")
}

// instant writes a time in UTC, to the minute.
func (p *page) instant(t time.Time) {
	t = t.UTC()
	p.leaf("time", t.Format("2006-01-02 15:04 MST"), "datetime", t.Format(time.RFC3339))
}

// notes writes what weakens the whole.
func (p *page) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	p.own("<section class=\"notes\" aria-labelledby=\"notes\"><h2 id=\"notes\">Notes</h2>\n<ul>\n")
	for _, note := range notes {
		p.own("<li>")
		p.prose(note)
		p.own("</li>\n")
	}
	p.own("</ul></section>\n")
}

// notesBelow writes the footnotes, each with the ways back to where it is referred to.
func (p *page) notesBelow(notes []string) {
	if len(notes) == 0 {
		return
	}
	p.own("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n")
	for i, note := range notes {
		p.open("li", "id", "note-"+strconv.Itoa(i+1))
		p.prose(note)
		for _, ref := range p.back[i+1] {
			p.own(" ")
			p.open("a", "href", "#"+ref, "class", "back", "aria-label", "Back to where footnote "+strconv.Itoa(i+1)+" is referred to")
			p.own("&#8617;&#xfe0e;</a>")
		}
		p.close("li")
		p.own("\n")
	}
	p.own("</ol></section>\n")
}

// origin writes where the report comes from.
func (p *page) origin(o *report.Origin) {
	p.own("<footer class=\"origin\">")
	if *o == (report.Origin{}) {
		p.own("<p>Made by Cupel.</p></footer>\n")
		return
	}
	p.own("<dl>")
	for _, pair := range [][2]string{{"record", o.Record}, {"kind", o.Kind}, {"tool", o.Tool}} {
		if pair[1] != "" {
			p.own("<div><dt>" + pair[0] + "</dt>")
			p.leaf("dd", pair[1])
			p.own("</div>")
		}
	}
	if !o.Created.IsZero() {
		p.own("<div><dt>measured</dt><dd>")
		p.instant(o.Created)
		p.own("</dd></div>")
	}
	p.own("</dl></footer>\n")
}
