package claim

import (
	"strings"

	"github.com/cupelgo/cupel/internal/manifest"
)

// noShell are the characters that a shell would give a meaning.
const noShell = "$*?[`|&;<>()~#"

// A wordError is why a command line could not be split, and where.
type wordError struct {
	offset int // bytes
	text   string
}

// split cuts a command line into words as a shell does: at blanks, with quotes and backslashes, and without
// any expansion. What only a shell could carry out is an error, beside the
// words before it.
func split(line string) ([]string, *wordError) {
	var words []string
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' || line[i] == '\n' {
			i++
			continue
		}
		word, end, err := nextWord(line, i)
		if err != nil {
			return words, err
		}
		words, i = append(words, word), end
	}
	return words, nil
}

// nextWord reads the word that begins at an offset and returns where it ends.
func nextWord(line string, i int) (string, int, *wordError) {
	var word strings.Builder
	for begin := i; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ' || c == '\t' || c == '\n':
			return word.String(), i, nil
		case c == '\'' || c == '"':
			text, end, err := quoted(line, i)
			if err != nil {
				return "", 0, err
			}
			word.WriteString(text)
			i = end
		case c == '\\':
			if i++; i == len(line) {
				return "", 0, &wordError{i - 1, "the backslash has nothing behind it"}
			}
			word.WriteByte(line[i])
		case special(c, i == begin):
			return "", 0, &wordError{i, "there is no shell that would give " + manifest.Quote(string(c)) + " a meaning: quote it, or put the line into a script"}
		default:
			word.WriteByte(c)
		}
	}
	return word.String(), i, nil
}

// special says whether a shell gives a bare character a meaning. A tilde and a hash have theirs only at the
// beginning of a word.
func special(c byte, first bool) bool {
	if c == '~' || c == '#' {
		return first
	}
	return strings.IndexByte(noShell, c) >= 0
}

// quoted reads from the quote at an offset to its end, and returns the offset of that.
func quoted(line string, open int) (string, int, *wordError) {
	var text strings.Builder
	for i := open + 1; i < len(line); i++ {
		c := line[i]
		if c == line[open] {
			return text.String(), i, nil
		}
		if line[open] == '"' {
			if c == '$' || c == '`' {
				return "", 0, &wordError{i, "there is no shell that would give " + manifest.Quote(string(c)) + " a meaning: use single quotes, or put the line into a script"}
			}
			if c == '\\' && i+1 < len(line) && strings.IndexByte("\\\"$`", line[i+1]) >= 0 {
				i++
				c = line[i]
			}
		}
		text.WriteByte(c)
	}
	return "", 0, &wordError{open, "the quote is not closed"}
}
