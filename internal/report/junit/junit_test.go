package junit

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cupelgo/cupel/internal/golden"
)

// claims has one case of each outcome.
func claims() Suite {
	return Suite{Name: "cupel.yaml", Time: 12.3456, Cases: []Case{
		{
			Name: "the API starts within two seconds", Class: "startup ./cmd/api", File: "cupel.yaml", Line: 2, Outcome: Holds, Seconds: 4,
			Text: "median 552 ms (n = 9, 95 % CI 547–584 ms) <= 2s",
		},
		{
			Name: "no network before main", Class: "startup ./cmd/api", File: "cupel.yaml", Line: 5, Outcome: Fails,
			Text: "1 finding of class network in phase init", Details: "network-at-init config/config.go:20\n  do: move the request out of init",
		},
		{
			Name: "not slower than main", Class: "startup ./cmd/api", File: "cupel.yaml", Line: 8, Outcome: Unknown, Seconds: 1e-7,
			Text: "not judged: the machine was busy", Details: "cpu-pressure 66 %",
		},
		{Name: "the worker settles", Class: "startup ./cmd/worker", Outcome: Broken, Text: "building ./cmd/worker: exit status 1", Details: "main.go:3: undefined: x"},
	}}
}

// hostile has what must not break out of its place.
func hostile() Suite {
	const text = "]]></failure><x a=\"'&amp;\x00\x1b[31m\ufffe\uffff\xff\u202e\nsecond\r\nthird"
	var s Suite
	s.Name = text
	for _, o := range []Outcome{Holds, Fails, Unknown, Broken} {
		s.Cases = append(s.Cases, Case{Name: text, Class: text, File: text, Outcome: o, Text: text, Details: text})
	}
	return s
}

func TestRender(t *testing.T) {
	for name, suite := range map[string]Suite{"claims": claims(), "hostile": hostile(), "none": {Name: "none"}} {
		t.Run(name, func(t *testing.T) {
			got := render(t, suite)
			checkSchema(t, got)
			golden.Check(t, filepath.Join("testdata", name+".xml"), []byte(got))
		})
	}
}

// TestRecords holds what is written of the verdicts of stored records to the schema: the bytes are held to be these in
// cmd/cupel.
func TestRecords(t *testing.T) {
	files, err := filepath.Glob("../testdata/records/*/report.xml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no JUnit XML (%v)", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkSchema(t, string(data))
	}
}

func render(t *testing.T, s Suite) string {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, s); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return out.String()
}

// FuzzRender holds that any text gives XML that follows the schema.
func FuzzRender(f *testing.F) {
	f.Add("a", "b\nc", 1.5)
	f.Add(hostile().Name, "]]>", 0.0)
	f.Fuzz(func(t *testing.T, one, other string, time float64) {
		if !(time >= 0 && time < 1e9) {
			t.Skip("no time")
		}
		var s Suite
		s.Name, s.Time = one, time
		for _, o := range []Outcome{Holds, Fails, Unknown, Broken} {
			s.Cases = append(s.Cases, Case{Name: one, Class: other, File: one, Outcome: o, Seconds: time, Text: one, Details: other})
		}
		got := render(t, s)
		checkSchema(t, got)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' && r != '\n' }) {
			t.Errorf("control characters or no UTF-8: %q", got)
		}
	})
}

func TestRenderRefusesAnUnknownOutcome(t *testing.T) {
	var out bytes.Buffer
	err := Render(&out, Suite{Name: "s", Cases: []Case{{Name: "c", Outcome: "maybe"}}})
	if err == nil || out.Len() > 0 {
		t.Errorf("Render = %v and writes %q, want an error and nothing", err, out.String())
	}
}

// full fails like a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRenderReportsTheWritersError(t *testing.T) {
	if err := Render(full{}, claims()); !errors.Is(err, errFull) {
		t.Errorf("Render = %v, want %v", err, errFull)
	}
}
