package text

import (
	"bytes"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report"
)

// startup is a report as a first run prints it.
func startup() *report.Document {
	return &report.Document{
		Answer: "ready after 812 ms (median of 9 plain runs, 95 % CI 805–820 ms); 58 % of it: network wait in package init of config",
		Sections: []report.Section{
			{Table: &report.Table{
				Columns: []report.Column{{Name: "phase"}, {Name: "time", Align: report.Right}, {Name: "share", Align: report.Right}},
				Rows: [][]report.Cell{
					report.Row("process start", "2.1 ms", "0.3 %"),
					report.Row("package init", "548 ms", "66 %"),
					report.Row("main to ready", "278 ms", "34 %"),
				},
			}},
			{Title: "causes on the critical path (traced run, ready after 828 ms)", Findings: causes()},
			{Paragraph: "the causes above: 90 % of the path; smaller pieces: 9.5 %; not attributed: 0.5 %"},
			{Title: "evidence", KeyValues: []report.KeyValue{
				{Key: "record", Value: ".cupel/20260102T030405Z-0a1b2c/evidence.json"},
				{Key: "trace", Value: "go tool trace .cupel/20260102T030405Z-0a1b2c/startup.trace"},
			}},
		},
	}
}

func causes() []report.Entry {
	return []report.Entry{
		{
			Rank: 1, Severity: "high", ID: "network-at-init", Cost: "472 ms", Share: "57 %",
			Place: "github.com/acme/api/config.init.0", File: "config/config.go:14",
			Statement: "waits for the network in package init: net/http.(*Client).Get",
			Details: []report.KeyValue{
				{Key: "do", Value: "move the request out of init: load the configuration in main, beside the work that does not need it, and give it a deadline"},
				{Key: "why", Value: "nothing else can start meanwhile: the init functions of all packages run one after another on one goroutine"},
				{Key: "imported via", Value: "acme/api → acme/api/config"},
			},
		},
		{
			Rank: 2, Severity: "medium", ID: "sleep-before-ready", Cost: "200 ms", Share: "24 %",
			Place: "github.com/acme/api/internal/storage/postgres.(*Pool).connectWithRetry", File: "internal/storage/postgres/pool.go:118",
			Statement: "sleeps between attempts",
			Details:   []report.KeyValue{{Key: "do", Value: "begin with a short delay"}},
		},
		{
			Rank: 10, Severity: "low", ID: "regexp-at-init", Cost: "7.3 ms", Share: "0.9 %",
			Place: "github.com/acme/api/route.init", File: "route/route.go:9",
			Statement: "compiles regular expressions in package init",
		},
	}
}

// marks is a report with notes, footnotes, long keys, wide letters and what must not reach a terminal.
func marks() *report.Document {
	return &report.Document{
		Answer: "no figure is certain",
		Notes:  []string{"the machine was busy: load 3.2 on 2 cores, so that all times are longer than they would be on a quiet one", "perf was denied"},
		Sections: []report.Section{
			{Title: "figures", Paragraph: "medians of 5 runs", Table: &report.Table{
				Columns: []report.Column{{Name: "名前"}, {Name: "time", Align: report.Right}, {Name: "ends", Align: report.Right}},
				Rows: [][]report.Cell{
					{{Text: "été"}, {Text: "12 µs", Note: 1}, {Text: "1"}},
					{{Text: "cafe\u0301"}, {Text: "1200 µs"}},
					{{Text: "設定"}, {Text: "7 µs", Note: 12}, {Text: "22"}},
				},
			}},
			{Findings: []report.Entry{{
				Severity: "info", ID: "x", Cost: "5 ms", Note: 2, Place: "evil\x1b[31m.\u202einit", Statement: "two\nlines\tand a \x07 bell",
			}}},
			{Title: "what each goroutine was doing when the run was given up", KeyValues: []report.KeyValue{
				{Key: "goroutine 1 waits for a channel that nobody sends on", Value: "example.com/a.main main.go:12"},
				{Key: "none"},
			}},
		},
		Footnotes: []string{"one run only", "measured with the tracer on, which makes every goroutine switch about 0.1 µs longer than it is without"},
	}
}

// supported is a report of which a part stands aside.
func supported() *report.Document {
	return &report.Document{
		Answer: "ready after 812 ms",
		Sections: []report.Section{
			{KeyValues: []report.KeyValue{
				{Key: "do", Value: "less"},
				{Key: "why", Value: "it takes long", Aside: true},
				{Key: "goroutine 12 waiting: sleep for 0 s", Value: "api.main main.go:7"},
			}},
			{Aside: "packages", KeyValues: []report.KeyValue{{Key: "net", Value: "1 ms"}}},
			{Aside: "metrics", Paragraph: "none"},
			{Title: "evidence", KeyValues: []report.KeyValue{
				{Key: "cpu", Value: "go tool pprof /home/somebody/of/a/long/name/.cupel/20260102T030405Z-0a1b2c/cpu.pb.gz", Literal: true},
			}},
		},
	}
}

func TestRender(t *testing.T) {
	tests := []struct {
		name string
		doc  *report.Document
		o    Options
	}{
		{"startup", startup(), Options{}},
		{"startup_narrow", startup(), Options{Width: 1}},
		{"startup_wide", startup(), Options{Width: 100}},
		{"startup_color", startup(), Options{Color: true}},
		{"startup_ascii", startup(), Options{ASCII: true}},
		{"marks", marks(), Options{}},
		{"marks_ascii", marks(), Options{ASCII: true}},
		{"aside", supported(), Options{}},
		{"aside_all", supported(), Options{All: true}},
		{"answer_only", &report.Document{Answer: "nothing stands out"}, Options{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := render(t, test.doc, test.o)
			golden.Check(t, filepath.Join("testdata", test.name+".golden"), []byte(got))
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

func TestColorAddsNothingButColor(t *testing.T) {
	sequence := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, d := range []*report.Document{startup(), marks()} {
		colored := sequence.ReplaceAllString(render(t, d, Options{Color: true}), "")
		if diff := cmp.Diff(render(t, d, Options{}), colored); diff != "" {
			t.Errorf("coloured text differs in more than colour (-plain +coloured):\n%s", diff)
		}
	}
}

func TestForeignControlCharactersAreRemoved(t *testing.T) {
	for i, r := range render(t, marks(), Options{}) {
		if r != '\n' && r < ' ' || r == 0x7f || r == 0x202e {
			t.Errorf("control character %q at byte %d", r, i)
		}
	}
}

func TestNoBlanksAtLineEnds(t *testing.T) {
	for _, d := range []*report.Document{startup(), marks()} {
		for line := range strings.Lines(render(t, d, Options{})) {
			if strings.HasSuffix(line, " \n") {
				t.Errorf("line ends in a blank: %q", line)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, in string
		width    int
		want     []string
	}{
		{"nothing", "  ", 10, nil},
		{"fits", "ten  chars", 10, []string{"ten chars"}},
		{"between words", "one two three", 8, []string{"one two", "three"}},
		{"a long path stays whole", "see github.com/acme/api/config now", 10, []string{"see", "github.com/acme/api/config", "now"}},
		{"a number keeps its unit", "it took 812 ms, then 3 s.", 12, []string{"it took", "812 ms, then", "3 s."}},
		{"no room at all", "a b", -3, []string{"a", "b"}},
		{"wide letters", "設定 設定", 8, []string{"設定", "設定"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, wrap(test.in, test.width)); diff != "" {
				t.Errorf("wrap(%q, %d) differs (-want +got):\n%s", test.in, test.width, diff)
			}
		})
	}
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

// TestFootnotesLeftOut holds that a footnote of which no mark is shown is not shown either, and that the others keep
// their numbers.
func TestFootnotesLeftOut(t *testing.T) {
	table := func(note int) *report.Table {
		return &report.Table{Columns: []report.Column{{Name: "x"}}, Rows: [][]report.Cell{{{Text: "1", Note: note}}}}
	}
	d := &report.Document{
		Answer: "yes", Footnotes: []string{"of the first table", "of what stands aside", "of the last finding"},
		Sections: []report.Section{
			{Table: table(1)}, {Aside: "more", Table: table(2)}, {Findings: []report.Entry{{ID: "x", Cost: "1 ms", Note: 3}}},
		},
	}
	for _, test := range []struct {
		all  bool
		want string
	}{
		{false, "  [1] of the first table\n  [3] of the last finding\n"},
		{true, "  [1] of the first table\n  [2] of what stands aside\n  [3] of the last finding\n"},
	} {
		var out bytes.Buffer
		if err := Render(&out, d, Options{ASCII: true, All: test.all}); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); !strings.HasSuffix(got, "\n\n"+test.want) {
			t.Errorf("all %v: footnotes differ from %q:\n%s", test.all, test.want, got)
		}
	}
}
