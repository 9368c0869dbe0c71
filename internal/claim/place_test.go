package claim

import (
	"strconv"
	"testing"

	"github.com/cupelgo/cupel/internal/manifest"
)

// TestColumns: the place within an expectation is that in the file, however YAML lets it be written.
func TestColumns(t *testing.T) {
	const run = "claims:\n- name: a\n  run: startup\n  expect: "
	tests := []struct{ name, text, want string }{
		{"plain", run + "no fnding", "4:14"},
		{"plain, with blanks and a comment", run + "   no fnding # x", "4:17"},
		{"anchored", run + "&anchor no fnding", "4:22"},
		{"single-quoted", run + "'no fnding'", "4:15"},
		{"single-quoted, with a quote", run + "'no finding package=\"''é'' x\" fase=x'", "4:41"},
		{"double-quoted", run + `"no fnding"`, "4:15"},
		{"double-quoted, with escapes", run + `"no\x20\u0020\U00000020\t fnding"`, "4:37"},
		{"double-quoted, with a quote", run + `"no finding rule=\"sleep\" fase=x"`, "4:38"},
		{"letters of several bytes", "claims:\n- {name: ääää, run: startup, expect: no fnding}", "2:41"},
		{"literal", run + "|\n    no\n      fnding", "6:7"},
		{"literal after an empty line", run + "|\n\n    no fnding", "6:8"},
		{"folded, one line", run + ">\n    no fnding", "5:8"},
		{"plain over two lines: its beginning", run + "no\n   fnding", "4:11"},
		{"double-quoted over two lines: its beginning", run + "\"no\n   fnding\"", "4:11"},
		{"by an alias: where it is written", "claims:\n- {name: &e no fnding, run: startup, expect: *e}", "2:16"},
		{"after U+2028, which breaks lines", "claims:\n- name: \"a\u2028\"\n  run: startup\n  expect: no fnding", "5:14"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse("c", []byte(test.text), known)
			all, ok := err.(*manifest.Errors)
			if !ok || len(all.List) != 1 {
				t.Fatalf("mistakes %v, want one", err)
			}
			at := all.List[0].At
			if got := strconv.Itoa(at.Line) + ":" + strconv.Itoa(at.Column); got != test.want {
				t.Errorf("%v stands at %s, want %s", err, got, test.want)
			}
		})
	}
}
