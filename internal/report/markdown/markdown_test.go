package markdown

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report"
)

// startup is a report of every kind of content.
func startup() *report.Document {
	return &report.Document{
		Answer: "ready after 812 ms (median of 9 plain runs, 95 % CI 805–820 ms); 58 % of it: network wait in package init of config",
		Notes:  []string{"the machine was busy: load 3.2 on 2 cores"},
		Sections: []report.Section{
			{Table: &report.Table{
				Columns: []report.Column{{Name: "phase"}, {Name: "time", Align: report.Right}, {Name: "share", Align: report.Right}},
				Rows: [][]report.Cell{
					{{Text: "process start"}, {Text: "2.1 ms", Note: 1}, {Text: "0.3 %"}},
					report.Row("  of it the dynamic loader", "0.6 ms"),
					report.Row("package init", "548 ms", "66 %"),
				},
			}},
			{Title: "causes on the critical path (traced run, ready after 828 ms)", Findings: causes()},
			{Paragraph: "the causes above: 90 % of the path"},
			{Aside: "packages", Title: "packages", KeyValues: []report.KeyValue{{Key: "net", Value: "1 ms"}}},
			{Aside: "metrics", Title: "metrics by phase", Paragraph: "none"},
			{Title: "evidence", KeyValues: []report.KeyValue{
				{Key: "trace", Value: "go tool trace .cupel/20260102T030405Z-0a1b2c/trace.out | cat", Literal: true},
				{Key: "output", Value: ".cupel/out<put>.txt", Literal: true, Aside: true},
				{Value: "and no more", Aside: true},
			}},
		},
		Footnotes: []string{"one run only", "with the tracer on"},
		Origin: report.Origin{
			Record: "20260102T030405Z-0a1b2c", Kind: "startup", Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Tool: "cupel v0.1.0, analysis 4",
		},
	}
}

func causes() []report.Entry {
	return []report.Entry{
		{
			Rank: 1, Severity: "high", ID: "network-at-init", Cost: "472 ms", Share: "57 %", Note: 2,
			Place: "github.com/acme/api/config.init.0", File: "config/config.go:14",
			Statement: "waits for the network in package init: net/http.(*Client).Get",
			Details: []report.KeyValue{
				{Key: "do", Value: "move the request out of init"},
				{Key: "why", Value: "nothing else can start meanwhile"},
				{Key: "alone", Value: "ready after 340 ms", Aside: true},
			},
		},
		{Severity: "info", ID: "sleep", Details: []report.KeyValue{{Value: "unranked, and without a place"}}},
	}
}

func TestRender(t *testing.T) {
	tests := []struct {
		name string
		doc  *report.Document
		o    Options
	}{
		{"startup", startup(), Options{}},
		{"startup_all", startup(), Options{All: true}},
		{"startup_limit", startup(), Options{Limit: 1220}},
		{"answer_only", &report.Document{Answer: "nothing stands out"}, Options{}},
		{"hostile", hostile("</details>`a|b`\n# @all\n/close [x](http://evil) \x1b[31m"), Options{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := render(t, test.doc, test.o)
			golden.Check(t, filepath.Join("testdata", test.name+".md"), []byte(got))
		})
	}
}

func render(t *testing.T, d *report.Document, o Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, d, o); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return out.String()
}

// TestLimit renders with every limit from none upwards: what is written is never longer, whole sections are
// there or are named, and too low a limit is an error.
func TestLimit(t *testing.T) {
	whole := render(t, startup(), Options{})
	failed := 0
	for limit := 1; limit <= len(whole); limit++ {
		var out bytes.Buffer
		err := Render(&out, startup(), Options{Limit: limit})
		if err != nil {
			failed++
			if out.Len() > 0 {
				t.Fatalf("limit %d: an error, and %d bytes written", limit, out.Len())
			}
			continue
		}
		got := out.String()
		if len(got) > limit {
			t.Fatalf("limit %d: %d bytes", limit, len(got))
		}
		for _, part := range renderParts(startup(), Options{}) {
			said := strings.Contains(got, part.text) || part.name != "" && strings.Contains(leftOutLine(got), part.name)
			if !said {
				t.Fatalf("limit %d: %q is neither there nor named:\n%s", limit, part.name, got)
			}
		}
	}
	if failed == 0 || failed >= len(whole)/2 {
		t.Errorf("%d of %d limits are too low", failed, len(whole))
	}
	if got := render(t, startup(), Options{Limit: len(whole)}); got != whole {
		t.Errorf("a limit that is just enough changes the report:\n%s", got)
	}
}

func leftOutLine(text string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "*Left out") {
			return line
		}
	}
	return ""
}

// full fails like a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRenderReportsTheWritersError(t *testing.T) {
	if err := Render(full{}, startup(), Options{}); !errors.Is(err, errFull) {
		t.Errorf("Render = %v, want %v", err, errFull)
	}
}
