package markdown

import (
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// escapes is how a character is written that means something within a line. Those that could end a
// table's cell or begin HTML are character references, which never have a meaning of their own.
var escapes = map[rune]string{
	'&': "&amp;", '<': "&lt;", '>': "&gt;", '|': "&#124;",
	'\\': `\\`, '`': "\\`", '*': `\*`, '_': `\_`, '~': `\~`, '[': `\[`, ']': `\]`, '{': `\{`, '}': `\}`,
	'#': `\#`,             // ends a heading, too
	'$': "<span>$</span>", // as GitHub's documentation of mathematics has it
}

// inline writes text so that it shows as it is within a line: as a heading, a cell, behind a bullet.
func inline(text string) string { return escaped(text, escapes) }

// plain writes text so that it shows as it is in HTML, in which Markdown means nothing.
func plain(text string) string {
	return escaped(text, map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '$': escapes['$']})
}

func escaped(text string, escapes map[rune]string) string {
	runes := []rune(strings.TrimSpace(report.OneLine(text)))
	var out strings.Builder
	for i, r := range runes {
		if escape, ok := escapes[r]; ok && !(r == '_' && within(runes, i)) {
			out.WriteString(escape)
		} else {
			out.WriteRune(r)
		}
		if linked(runes, i) {
			out.WriteString(joint)
		}
	}
	return out.String()
}

// within reports whether the character at i stands between two letters or digits, where _ emphasises nothing.
func within(runes []rune, i int) bool {
	return i > 0 && i+1 < len(runes) && isWord(runes[i-1]) && isWord(runes[i+1])
}

// joint parts two characters for the programs that look for names in a text, and shows nothing.
const joint = "<!-- -->"

// linked reports whether what begins with the character at i would become something else, while nothing
// that a report says is meant so: @name mentions somebody, #1, !1, &1 and GH-1 refer to issues, %1 and ~name
// to milestones and labels, :100: is an emoji, and addresses become links.
func linked(runes []rune, i int) bool {
	rest := runes[i+1:]
	switch runes[i] {
	case '@', '#', '!', '&', '%', '~':
		return len(rest) > 0 && isWord(rest[0])
	case '-':
		return i >= 2 && strings.EqualFold(string(runes[i-2:i]), "GH") && len(rest) > 0 && isWord(rest[0])
	case ':':
		return len(rest) > 0 && rest[0] == '/' || isEmoji(rest)
	case 'w', 'W':
		return i >= 2 && strings.EqualFold(string(runes[i-2:i+1]), "www") && len(rest) > 0 && rest[0] == '.'
	}
	return false
}

// isEmoji reports whether text goes on with a name and a colon.
func isEmoji(text []rune) bool {
	for i, r := range text {
		if r == ':' {
			return i > 0
		}
		if !isWord(r) && r != '_' && r != '+' && r != '-' {
			return false
		}
	}
	return false
}

func isWord(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// line is inline for text at the beginning of a line, where more has a meaning: 1. and - begin lists, =
// underlines a heading, and / begins a quick action of GitLab.
func line(text string) string {
	out := inline(text)
	digits := len(out) - len(strings.TrimLeft(out, "0123456789"))
	rest := out[digits:]
	switch {
	case rest == "":
		return out
	case digits > 0 && (rest[0] == '.' || rest[0] == ')'):
		return out[:digits] + `\` + rest
	case digits == 0 && strings.ContainsRune("-+=/:", rune(rest[0])):
		return `\` + out
	}
	return out
}

// code writes text as code outside of tables: to be pasted, and never taken for anything else.
func code(text string) string {
	text = strings.TrimSpace(report.OneLine(text))
	fence := strings.Repeat("`", longestRun(text, '`')+1)
	if text == "" {
		return ""
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// longestRun returns how often c stands in a row at the most.
func longestRun(text string, c rune) int {
	longest, run := 0, 0
	for _, r := range text {
		if r != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
