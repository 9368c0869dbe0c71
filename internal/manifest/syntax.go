package manifest

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// The most lines and bytes of a file in which the place of a mistake in the YAML is searched for.
const searchedLines, searchedBytes = 500, 1 << 16

// syntax notes what is no YAML.
func (r *Reader) syntax(text string, err error) {
	if at, ok := r.source.tabbed(); ok {
		r.errs.AddNear(at, "a tab indents this line: YAML wants blanks", "", nil)
		return
	}
	at, why := reported(err)
	if len(r.source) <= searchedLines && len(text) <= searchedBytes {
		at = r.source.broken()
	}
	r.errs.AddNear(at, "this is no YAML: "+why, "", nil)
}

// broken is the place of the line that ends the longest beginning of the file that is YAML. The reader of YAML
// itself names the line where it began what it could not finish, which may be any number of lines above.
func (s source) broken() Position {
	good := len(s) - 1
	for good > 0 && !isYAML(strings.Join(s[:good], "\n")) {
		good--
	}
	line := s[good]
	return Position{good + 1, 1 + utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeft(line, " "))}
}

func isYAML(text string) bool {
	d := yaml.NewDecoder(strings.NewReader(text))
	for {
		var doc yaml.Node
		if err := d.Decode(&doc); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

// reported takes apart what the reader of YAML says.
func reported(err error) (at Position, why string) {
	at, why = Position{1, 1}, strings.TrimPrefix(err.Error(), "yaml: ")
	if place, rest, ok := strings.Cut(why, ": "); ok {
		if line, err := strconv.Atoi(strings.TrimPrefix(place, "line ")); err == nil {
			return Position{line, 1}, rest
		}
	}
	return at, why
}
