package manifest

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A source is the text of a file, to tell the place of a character within a scalar.
type source []string // its lines

// breaks are the line breaks as the reader of YAML counts them; CR LF is one.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

func newSource(text string) source { return strings.Split(breaks.Replace(text), "\n") }

// longestLine bounds the lines in which characters are counted; in longer ones a value's beginning must do.
const longestLine = 4096

// at is the place of the byte at an offset of a scalar's value. Where a plain or quoted scalar goes over
// several lines it is that of its beginning; of a block scalar the line is right as long as it is not folded.
func (s source) at(n *yaml.Node, offset int) Position {
	begin := PositionOf(n)
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return s.inBlock(n, offset)
	case n.Line < 1 || n.Line > len(s) || len(s[n.Line-1]) > longestLine:
		return begin
	}
	raw := behind(s[n.Line-1], n.Column-1+anchorLength(n))
	width, ok := 0, false
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		width, ok = inDouble(raw, n.Value, offset)
	case n.Style&yaml.SingleQuotedStyle != 0:
		width, ok = inSingle(raw, n.Value, offset)
	case strings.HasPrefix(raw, n.Value):
		width, ok = utf8.RuneCountInString(n.Value[:offset]), true
	}
	if ok {
		begin.Column += anchorLength(n) + width
	}
	return begin
}

// anchorLength is how many characters stand before a scalar to name it, if one blank follows.
func anchorLength(n *yaml.Node) int {
	if n.Anchor == "" {
		return 0
	}
	return utf8.RuneCountInString(n.Anchor) + 2
}

// inBlock tells the place within a block scalar, whose text begins on the line below its mark.
func (s source) inBlock(n *yaml.Node, offset int) Position {
	before := n.Value[:offset]
	line := n.Line + 1 + strings.Count(before, "\n")
	if line > len(s) {
		return PositionOf(n)
	}
	begin := strings.LastIndexByte(before, '\n') + 1
	text, _, _ := strings.Cut(n.Value[begin:], "\n")
	indent, ok := strings.CutSuffix(s[line-1], text)
	if !ok {
		return Position{line, 1}
	}
	return Position{line, 1 + utf8.RuneCountInString(indent) + utf8.RuneCountInString(before[begin:])}
}

// behind cuts so many characters off a line.
func behind(line string, runes int) string {
	for i := range line {
		if runes == 0 {
			return line[i:]
		}
		runes--
	}
	return ""
}

// inSingle walks along a single-quoted scalar, in which two quotes are one, up to an offset of its value. It
// returns how many characters that is, false if the value is not what stands there.
func inSingle(raw, value string, offset int) (int, bool) {
	if !strings.HasPrefix(raw, "'") {
		return 0, false
	}
	raw, width := raw[1:], 1
	for _, r := range value[:offset] {
		written := string(r)
		if r == '\'' {
			written = "''"
		}
		rest, ok := strings.CutPrefix(raw, written)
		if !ok {
			return 0, false
		}
		raw, width = rest, width+utf8.RuneCountInString(written)
	}
	return width, true
}

// inDouble is inSingle of a double-quoted scalar, with its escapes.
func inDouble(raw, value string, offset int) (int, bool) {
	if !strings.HasPrefix(raw, `"`) {
		return 0, false
	}
	raw, width := raw[1:], 1
	for _, want := range value[:offset] {
		got, length := utf8.DecodeRuneInString(raw)
		if got == '\\' {
			length = escapeLength(raw)
		}
		if length == 0 || length > len(raw) || got != '\\' && got != want {
			return 0, false
		}
		width += utf8.RuneCountInString(raw[:length])
		raw = raw[length:]
	}
	return width, true
}

// escapeLength is how many bytes an escape has, with its backslash.
func escapeLength(raw string) int {
	if len(raw) < 2 {
		return 0
	}
	switch raw[1] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	_, length := utf8.DecodeRuneInString(raw[1:])
	return 1 + length
}
