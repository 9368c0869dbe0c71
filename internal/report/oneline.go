package report

import (
	"strings"
	"unicode"
)

// OneLine makes text safe to print on one line: symbols and messages come from foreign programs, and a
// control sequence in them must not reach a terminal or a page. Renderers pass everything through it.
func OneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
