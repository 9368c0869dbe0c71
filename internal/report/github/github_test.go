package github

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestRender(t *testing.T) {
	tests := []struct {
		name string
		in   Annotation
		want string
	}{
		{"all of it", Annotation{Level: Error, File: "cupel.yaml", Line: 3, Column: 5, Title: "no network before main", Message: "1 finding"},
			"::error file=cupel.yaml,line=3,col=5,title=no network before main::1 finding\n"},
		{"the run", Annotation{Level: Notice, Message: "all 3 claims hold"}, "::notice::all 3 claims hold\n"},
		{"a title alone", Annotation{Level: Warning, Title: "t", Message: "m"}, "::warning title=t::m\n"},
		{"a line without a file", Annotation{Level: Warning, Line: 3, Column: 1, Message: "m"}, "::warning::m\n"},
		{"a column without a line", Annotation{Level: Error, File: "f", Column: 1, Message: "m"}, "::error file=f::m\n"},
		{"escapes in a property", Annotation{Level: Error, File: "C:\\a,b%.go", Title: "a: b\nc", Message: "m"},
			"::error file=C%3A\\a%2Cb%25.go,title=a%3A b c::m\n"},
		{"escapes in a message", Annotation{Level: Error, Message: "50 %: a, b\nsecond\r\nthird\rx %0A"}, "::error::50 %25: a, b%0Asecond%0Athird x %250A\n"},
		{"no command of its own", Annotation{Level: Error, File: "f\n::error::x", Title: "::stop-commands::x", Message: "m\n::add-mask::x"},
			"::error file=f %3A%3Aerror%3A%3Ax,title=%3A%3Astop-commands%3A%3Ax::m%0A::add-mask::x\n"},
		{"control characters", Annotation{Level: Error, Message: "a\x1b[31m\x00\u202e"}, "::error::a\ufffd[31m\ufffd\ufffd\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := Render(&out, []Annotation{test.in}); err != nil || out.String() != test.want {
				t.Errorf("Render(%+v) = %v and writes %q, want %q", test.in, err, out.String(), test.want)
			}
		})
	}
}

// FuzzRender holds that any text stays within its place, read back as the runner does.
func FuzzRender(f *testing.F) {
	f.Add("a,b:c%2C", "m\n::error::%0A")
	f.Fuzz(func(t *testing.T, property, message string) {
		var out bytes.Buffer
		if err := Render(&out, []Annotation{{Level: Error, File: "f" + property, Title: "t" + property, Message: message}}); err != nil {
			t.Fatal(err)
		}
		command, ok := strings.CutSuffix(out.String(), "\n")
		if !ok || strings.ContainsAny(command, "\r\n") {
			t.Fatalf("not one line: %q", out.String())
		}
		head, _, ok := strings.Cut(strings.TrimPrefix(command, "::error "), "::")
		if fields := strings.Split(head, ","); !ok || len(fields) != 2 ||
			!strings.HasPrefix(fields[0], "file=f") || !strings.HasPrefix(fields[1], "title=t") {
			t.Errorf("properties %q, want file and title", head)
		}
	})
}

func TestRenderRefusesAnUnknownLevel(t *testing.T) {
	var out bytes.Buffer
	if err := Render(&out, []Annotation{{Level: Error}, {Level: "debug"}}); err == nil || out.Len() > 0 {
		t.Errorf("Render = %v and writes %q, want an error and nothing", err, out.String())
	}
}

// full fails like a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRenderReportsTheWritersError(t *testing.T) {
	if err := Render(full{}, []Annotation{{Level: Error}}); !errors.Is(err, errFull) {
		t.Errorf("Render = %v, want %v", err, errFull)
	}
}
