// Package licence answers: which well-known licence is this text?
//
// A licence is told by sentences that it alone has, and by how many words it has, so that a text with conditions of its own
// after a well-known one is not taken for that. Texts are compared as lower-case words, without punctuation. Names are
// SPDX identifiers.
//
// # Limitations
//
// It knows the licences that most Go modules have. Any other text is unknown, and so is one that was changed in
// one of its telling sentences. Whether a version may be chosen ("or later") a licence text does not say.
//
// Sources: https://spdx.org/licenses; the texts themselves.
package licence

import (
	"slices"
	"strings"
	"unicode"
)

// A Verdict is what a text was found to be.
type Verdict struct {
	Names []string // SPDX identifiers, sorted; none: unknown
	More  bool     // the text has more than these licences: conditions of its own, or another licence
}

// String joins the names as an SPDX reader expects them, and says what is not known.
func (v Verdict) String() string {
	switch {
	case len(v.Names) == 0:
		return "unknown"
	case v.More:
		return strings.Join(v.Names, " + ") + " + other text"
	}
	return strings.Join(v.Names, " + ")
}

// slack is how many words a text may have beyond those of the licences in it: copyright lines, a heading, the appendix of the
// Apache licence. MIT's longest heading in the module cache had 60.
const slack = 150

// Identify tells which licences a text holds.
func Identify(text []byte) Verdict {
	words := normalize(string(text))
	var v Verdict
	known := 0
	for i := range texts {
		k := &texts[i]
		if k.in(words) {
			v.Names = append(v.Names, k.name)
			known += k.words
		}
	}
	if len(v.Names) == 0 {
		if name := tagged(string(text)); name != "" {
			v.Names = []string{name}
		}
		return v
	}
	slices.Sort(v.Names)
	v.Names = slices.Compact(v.Names)
	v.More = strings.Count(words, " ") > known+known/8+slack
	return v
}

// normalize makes words with one space around each of a text.
func normalize(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	space := true
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
			space = false
		case !space:
			b.WriteByte(' ')
			space = true
		}
	}
	if !space {
		b.WriteByte(' ')
	}
	return b.String()
}

// tagged returns the identifier of a line SPDX-License-Identifier.
func tagged(text string) string {
	_, rest, ok := strings.Cut(text, "SPDX-License-Identifier:")
	if !ok {
		return ""
	}
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(strings.TrimRight(line, " \t\r*/->"))
}

// A text is a well-known licence.
type text struct {
	name  string
	words int      // of the licence, about
	has   []string // sentences that it has, normalized
	not   []string // sentences that tell another licence that has these too
}

func (t *text) in(words string) bool {
	has := func(s string) bool { return strings.Contains(words, " "+s+" ") }
	return !slices.ContainsFunc(t.has, func(s string) bool { return !has(s) }) && !slices.ContainsFunc(t.not, has)
}
