package text

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/cupelgo/cupel/internal/report"
)

// wrap breaks text between words into lines of at most width columns. Longer words, which are paths
// and symbols, are left whole. Text without words gives no line.
func wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range words(text) {
		w := displayWidth(word)
		if used > 0 && used+1+w > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += " "
			used++
		}
		line += word
		used += w
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// words splits text at blanks, but keeps a number and its unit together.
func words(text string) []string {
	var all []string
	for _, word := range strings.Fields(report.OneLine(text)) {
		last := len(all) - 1
		if last >= 0 && isUnit(word) && endsInDigit(all[last]) {
			all[last] += " " + word
			continue
		}
		all = append(all, word)
	}
	return all
}

// isUnit tells whether word is one of package unit's, possibly with punctuation after it.
func isUnit(word string) bool {
	switch strings.TrimRight(word, ".,:;)") {
	case "ns", "µs", "us", "ms", "s", "%", "B", "KiB", "MiB", "GiB":
		return true
	}
	return false
}

func endsInDigit(word string) bool {
	last := word[len(word)-1]
	return '0' <= last && last <= '9'
}

// displayWidth returns how many columns text takes: none for marks that combine with the letter before,
// two for the ideographs and syllables of East Asia, one for all else.
func displayWidth(text string) int {
	width := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			width += 2
		default:
			width++
		}
	}
	return width
}

// superscript writes a footnote's number: ¹, ², … ¹⁰.
func superscript(n int) string {
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	var out strings.Builder
	for _, d := range strconv.Itoa(n) {
		out.WriteRune(digits[d-'0'])
	}
	return out.String()
}

func spaces(n int) string {
	return strings.Repeat(" ", max(0, n))
}
