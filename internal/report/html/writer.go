package html

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// A page collects markup.
type page struct {
	out       strings.Builder
	titled    bool             // whether the section that is written has a heading
	ids       int              // how many were given out
	footnotes int              // how many there are
	back      map[int][]string // by footnote, the ids of what refers to it
}

// escape makes foreign text safe as the content of an element and as the value of a quoted attribute.
func escape(text string) string { return html.EscapeString(report.OneLine(text)) }

// own writes markup of Cupel's own: never a text of the document.
func (p *page) own(markup string) { p.out.WriteString(markup) }

// ownf is own with numbers, classes and ids of Cupel's own.
func (p *page) ownf(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

// text writes foreign text.
func (p *page) text(text string) { p.out.WriteString(escape(text)) }

// open begins an element. Attributes are pairs of a name and a value, which may be foreign; those whose
// value is empty are left out.
func (p *page) open(tag string, attributes ...string) {
	p.out.WriteString("<" + tag)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			p.out.WriteString(" " + attributes[i] + `="` + escape(attributes[i+1]) + `"`)
		}
	}
	p.out.WriteString(">")
}

func (p *page) close(tag string) { p.out.WriteString("</" + tag + ">") }

// leaf writes an element that holds foreign text.
func (p *page) leaf(tag, text string, attributes ...string) {
	p.open(tag, attributes...)
	p.text(text)
	p.close(tag)
}

// prose writes foreign text that is read as sentences. Paths in it may be broken after each slash.
func (p *page) prose(text string) {
	words := strings.SplitAfter(report.OneLine(text), " ")
	for i, word := range words {
		if i+1 < len(words) && isNumber(word) && isUnit(words[i+1]) {
			words[i] = strings.TrimSuffix(word, " ") + "\u00a0"
		}
	}
	p.out.WriteString(strings.ReplaceAll(escape(strings.Join(words, "")), "/", "/<wbr>"))
}

// isNumber reports whether a word ends in a digit.
func isNumber(word string) bool {
	word = strings.TrimSuffix(word, " ")
	return word != "" && '0' <= word[len(word)-1] && word[len(word)-1] <= '9'
}

// isUnit reports whether a word is a unit, with what may follow it: a line must not begin with one.
func isUnit(word string) bool {
	return slices.Contains([]string{"%", "ns", "µs", "ms", "s", "min", "B", "KiB", "MiB", "GiB"}, strings.TrimRight(word, " .,;:)"))
}

// symbol writes an element with a name or a path, which may be broken after each slash.
func (p *page) symbol(tag, text string, attributes ...string) {
	p.open(tag, attributes...)
	p.out.WriteString(strings.ReplaceAll(escape(text), "/", "/<wbr>"))
	p.close(tag)
}

// id returns a name for an element that no other has.
func (p *page) id(prefix string) string {
	p.ids++
	return prefix + "-" + strconv.Itoa(p.ids)
}

// mark refers to a footnote: nothing for none.
func (p *page) mark(note int) {
	if note <= 0 {
		return
	}
	n := strconv.Itoa(note)
	if note > p.footnotes {
		p.own("<sup>" + n + "</sup>")
		return
	}
	ref := p.id("ref")
	p.back[note] = append(p.back[note], ref)
	p.own("<sup><a href=\"#note-" + n + "\" id=\"" + ref + "\" aria-label=\"Footnote " + n + "\">" + n + "</a></sup>")
}

// num writes a coordinate, to three decimals.
func num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	text := strings.TrimRight(strconv.FormatFloat(v, 'f', 3, 64), "0")
	text = strings.TrimSuffix(text, ".")
	if text == "-0" {
		return "0"
	}
	return text
}

// raw writes a number so that it can be read back as it was.
func raw(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// percent is the place of v on an axis from 0 to whole, held within it: 0 to 100.
func percent(v, whole float64) float64 {
	if !(whole > 0) || math.IsNaN(v) {
		return 0
	}
	return 100 * min(1, max(0, v/whole))
}
