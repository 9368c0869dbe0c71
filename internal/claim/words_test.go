package claim

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		line  string
		words []string
		err   *wordError
	}{
		{"", nil, nil},
		{"  startup\t./cmd/api \n -v ", []string{"startup", "./cmd/api", "-v"}, nil},
		{`a "b c" 'd "e"' f\ g h"i"'j'`, []string{"a", "b c", `d "e"`, "f g", "hij"}, nil},
		{`"" ''`, []string{"", ""}, nil},
		{`"\"\\\$\n" '\'`, []string{`"\$\n`, `\`}, nil},
		{`a~ b#c {x,y} 'a|b' "a>b" \* a=b`, []string{"a~", "b#c", "{x,y}", "a|b", "a>b", "*", "a=b"}, nil},
		{"é ü", []string{"é", "ü"}, nil},
		{"a $X", []string{"a"}, &wordError{2, `there is no shell that would give "$" a meaning: quote it, or put the line into a script`}},
		{`a "x $X"`, []string{"a"}, &wordError{5, `there is no shell that would give "$" a meaning: use single quotes, or put the line into a script`}},
		{"a|b", nil, &wordError{1, `there is no shell that would give "|" a meaning: quote it, or put the line into a script`}},
		{"a >b", []string{"a"}, &wordError{2, `there is no shell that would give ">" a meaning: quote it, or put the line into a script`}},
		{"~/x", nil, &wordError{0, `there is no shell that would give "~" a meaning: quote it, or put the line into a script`}},
		{`a 'b`, []string{"a"}, &wordError{2, "the quote is not closed"}},
		{`a "b\"`, []string{"a"}, &wordError{2, "the quote is not closed"}},
		{`a\`, nil, &wordError{1, "the backslash has nothing behind it"}},
	}
	for _, test := range tests {
		t.Run(test.line, func(t *testing.T) {
			words, err := split(test.line)
			if diff := cmp.Diff(test.words, words); diff != "" {
				t.Errorf("words of %q differ (-want +got):\n%s", test.line, diff)
			}
			if diff := cmp.Diff(test.err, err, cmp.AllowUnexported(wordError{})); diff != "" {
				t.Errorf("error of %q differs (-want +got):\n%s", test.line, diff)
			}
		})
	}
	for _, c := range "$*?[`|&;<>()" {
		if words, err := split("a " + string(c) + " b"); err == nil {
			t.Errorf("split with a bare %c = %q, want an error", c, words)
		}
	}
}
