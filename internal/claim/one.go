package claim

import (
	"errors"
	"fmt"

	"github.com/cupelgo/cupel/internal/manifest"
)

// ParseExpectation reads one expectation outside of a file. Against says whether ratios have a denominator.
func ParseExpectation(text string, capability *Capability, against bool) (Expectation, error) {
	var first error
	p := &parser{text: text, capability: capability, against: against}
	p.fail = func(offset int, what, wrong string, known []string) {
		if first != nil {
			return
		}
		if near := manifest.Nearest(wrong, known); near != "" {
			what += ", did you mean " + near + "?"
		}
		first = fmt.Errorf("%q, character %d: %s", text, offset+1, what)
	}
	if len(text) > longestExpectation {
		return Expectation{}, fmt.Errorf("an expectation of %d bytes: it has %d at the most", len(text), longestExpectation)
	}
	e := p.expectation()
	return e, first
}

// Words cuts a command line into words as a shell does, at blanks, with quotes and backslashes, but without any
// expansion.
func Words(line string) ([]string, error) {
	words, err := split(line)
	if err != nil {
		return nil, fmt.Errorf("%q, character %d: %s", line, err.offset+1, err.text)
	}
	if len(words) == 0 {
		return nil, errors.New("the command line is empty")
	}
	return words, nil
}
