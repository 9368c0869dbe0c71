package manifest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MostBytes is how many bytes the file may have: thousands of claims.
const MostBytes = 1 << 20

// readable returns the text of a file without a byte order mark; if it is none that YAML could be, that is
// noted and ok is false.
func readable(data []byte, errs *Errors) (text string, ok bool) {
	first := Position{1, 1}
	if len(data) > MostBytes {
		errs.AddNear(first, fmt.Sprintf("the file has more than %d bytes, which no file of its kind has", MostBytes), "", nil)
		return "", false
	}
	text = strings.TrimPrefix(string(data), "\ufeff")
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		errs.AddNear(first, "the file is UTF-16: save it as UTF-8", "", nil)
		return "", false
	}
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			errs.AddNear(positionIn(text, i), "the byte here is not UTF-8: save the file as UTF-8", "", nil)
			return "", false
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7f:
			errs.AddNear(positionIn(text, i), fmt.Sprintf("the control character %U here is not text", r), "", nil)
			return "", false
		}
	}
	return text, true
}

// positionIn is the place of the byte at an offset of a text.
func positionIn(text string, offset int) Position {
	before := newSource(text[:offset])
	last := before[len(before)-1]
	return Position{len(before), 1 + utf8.RuneCountInString(last)}
}

// tabbed is the place of the first tab that indents something, which YAML does not allow.
func (s source) tabbed() (Position, bool) {
	for i, line := range s {
		rest := strings.TrimLeft(line, " ")
		if strings.HasPrefix(rest, "\t") && strings.TrimLeft(rest, " \t") != "" {
			return Position{i + 1, 1 + len(line) - len(rest)}, true
		}
	}
	return Position{}, false
}
