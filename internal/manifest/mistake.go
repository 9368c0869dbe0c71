package manifest

import (
	"fmt"
	"strconv"
	"strings"
)

// mostMistakes are worded, the others counted: a file with more is something else.
const mostMistakes = 100

// Errors are the mistakes of a file, in the order of their places.
type Errors struct {
	Path string
	List []Mistake
	More int // mistakes beyond List
}

// A Position is a place in a file. Both count from 1, columns in characters.
type Position struct{ Line, Column int }

// A Mistake is one that must be mended before anything can run.
type Mistake struct {
	At      Position
	Text    string
	Nearest string // what may have been meant; "" if nothing is like it
}

// Error has a line for each mistake: file:line:column: text.
func (e *Errors) Error() string {
	var b strings.Builder
	for i, m := range e.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s:%d:%d: %s", e.Path, m.At.Line, m.At.Column, m.Text)
		if m.Nearest != "" {
			fmt.Fprintf(&b, " (did you mean %s?)", m.Nearest)
		}
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\n%s: and %d more mistakes", e.Path, e.More)
	}
	return b.String()
}

func (e *Errors) full() bool { return len(e.List) == mostMistakes }

// AddNear notes a mistake. Where a name is wrong, the one of known that is nearest to it is suggested.
func (e *Errors) AddNear(at Position, text, wrong string, known []string) {
	if e.full() {
		e.More++
		return
	}
	e.List = append(e.List, Mistake{At: at, Text: text, Nearest: Nearest(wrong, known)})
}

// Add notes a mistake.
func (e *Errors) Add(at Position, text string) { e.AddNear(at, text, "", nil) }

// Quote shows what stands in the file, shortened where it is long.
func Quote(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strconv.Quote(text)
}
