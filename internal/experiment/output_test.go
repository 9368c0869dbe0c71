package experiment

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatcher(t *testing.T) {
	long := strings.Repeat("x", 2*lineBytes)
	tests := []struct {
		name    string
		pattern string
		reads   []string
		want    int64 // number of the read that completes the line; 0: never
	}{
		{"whole line", "^ready$", []string{"starting\n", "ready\n"}, 2},
		{"line in pieces", "^ready$", []string{"re", "ad", "y\n"}, 3},
		{"several lines in a read", "^b$", []string{"a\nb\nc\n"}, 1},
		{"prefix of a line is not a line", "^rea$", []string{"rea", "dy\n"}, 0},
		{"last line without newline", "^ready$", []string{"ready"}, 2},
		{"carriage return", "^ready$", []string{"ready\r\n"}, 1},
		{"only the first match", "r", []string{"r\n", "r\n"}, 1},
		{"not across lines", "a.b", []string{"a\nb\n"}, 0},
		{"end of a long line is cut", "y", []string{long + "y\n"}, 0},
		{"line after a long line", "^y$", []string{long, long, "\ny\n"}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []int64
			m := &matcher{
				match: regexp.MustCompile(tt.pattern).Match,
				found: func(at int64) { got = append(got, at) },
			}
			for i, s := range tt.reads {
				m.feed([]byte(s), int64(i+1))
			}
			m.close(int64(len(tt.reads) + 1))
			var want []int64
			if tt.want != 0 {
				want = []int64{tt.want}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("reads with a match (-want +got):\n%s", d)
			}
		})
	}
}

func TestLastLines(t *testing.T) {
	many := strings.Repeat("line\n", 3*tailLines)
	tests := []struct {
		name   string
		tail   string
		before bool
		want   []string
	}{
		{"nothing", "", false, nil},
		{"newlines only", "\n\n", false, nil},
		{"one", "a", false, []string{"a"}},
		{"windows", "a\r\nb\r\n", false, []string{"a", "b"}},
		{"first is incomplete", "a\nb\n", true, []string{"b"}},
		{"the only one is kept", "aaa", true, []string{"aaa"}},
		{"not UTF-8", "a\xff\n", false, []string{"a\uFFFD"}},
		{"many", many, false, strings.Split(strings.Repeat("line ", tailLines-1)+"line", " ")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, lastLines([]byte(tt.tail), tt.before)); d != "" {
				t.Errorf("lastLines (-want +got):\n%s", d)
			}
		})
	}
}
