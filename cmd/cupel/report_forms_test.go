package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/markdown"
	"github.com/cupelgo/cupel/internal/report/text"
)

// recordsDir has ten records as they were stored, each in its folder; of metrics with labels the first few only, and
// in hostile every text is made to break out of where it stands.
var recordsDir = filepath.Join("..", "..", "internal", "report", "testdata", "records")

// A goldenForm renders a record as cupel report does.
type goldenForm struct {
	file   string
	render func(w io.Writer, rec *evidence.Record, d *report.Document) error
}

// goldenForms is the list of forms that are held to golden files. JSON is the record itself.
func goldenForms() []goldenForm {
	all := []goldenForm{
		{"report.txt", func(w io.Writer, _ *evidence.Record, d *report.Document) error {
			return text.Render(w, d, text.Options{All: true})
		}},
		{"report.md", func(w io.Writer, _ *evidence.Record, d *report.Document) error {
			return markdown.Render(w, d, markdown.Options{Limit: markdown.SummaryLimit})
		}},
	}
	for _, f := range recordForms() {
		all = append(all, goldenForm{"report" + f.ext, func(w io.Writer, rec *evidence.Record, _ *report.Document) error { return f.render(w, rec) }})
	}
	return all
}

// TestRecordsInAllForms holds that each record gives the same bytes as ever in every form: no clock, no machine and no
// order of a map is in them.
func TestRecordsInAllForms(t *testing.T) {
	t.Chdir(recordsDir)
	files, err := filepath.Glob(filepath.Join("*", "evidence.json"))
	if err != nil || len(files) != 10 {
		t.Fatalf("%d records (%v), want 10", len(files), err)
	}
	for _, file := range files {
		name := filepath.Dir(file)
		rec := readRecord(t, file)
		d := documentOf(t, rec, name)
		for _, form := range goldenForms() {
			t.Run(name+"/"+form.file, func(t *testing.T) {
				var out bytes.Buffer
				if err := form.render(&out, rec, d); err != nil {
					if form.file != "report.xml" || len(rec.Verdicts) > 0 || out.Len() > 0 {
						t.Fatalf("rendering: %v, and %d bytes are written", err, out.Len())
					}
					return // without verdicts
				}
				checkGolden(t, filepath.Join(name, form.file), out.Bytes())
			})
		}
	}
}

func readRecord(t *testing.T, file string) *evidence.Record {
	t.Helper()
	stored, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := evidence.Decode(bytes.NewReader(stored))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var out bytes.Buffer
	if err := rec.Encode(&out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(stored), out.String()); diff != "" {
		t.Errorf("%s as JSON is not the record (-stored +written):\n%s", file, diff)
	}
	return rec
}

func documentOf(t *testing.T, rec *evidence.Record, dir string) *report.Document {
	t.Helper()
	r, err := roomOf(rec)
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.document(rec, dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// checkGolden also wants that nothing in the output acts on a terminal, nor begins a line as a workflow command.
func checkGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%s", path, diff)
	}
	for line := range strings.Lines(string(got)) {
		if strings.HasPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::") {
			t.Errorf("a line is a workflow command: %q", line)
		}
		if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Errorf("control characters: %q", line)
		}
	}
}

// TestRecordsAreVaried holds that the records have what the forms tell apart.
func TestRecordsAreVaried(t *testing.T) {
	t.Chdir(recordsDir)
	files, err := filepath.Glob(filepath.Join("*", "evidence.json"))
	if err != nil {
		t.Fatal(err)
	}
	var outcomes, severities, kinds []string
	for _, file := range files {
		rec := readRecord(t, file)
		kinds = append(kinds, rec.Kind)
		for _, v := range rec.Verdicts {
			outcomes = append(outcomes, v.Outcome)
		}
		for _, f := range rec.Findings {
			severities = append(severities, f.Severity)
		}
	}
	for what, c := range map[string]struct{ have, want []string }{
		"outcomes":   {outcomes, []string{"holds", "fails", "unknown"}},
		"severities": {severities, []string{"high", "medium", "low", "info"}},
		"kinds":      {kinds, []string{"startup", "startup.compare"}},
	} {
		for _, want := range c.want {
			if !slices.Contains(c.have, want) {
				t.Errorf("no record has %s among its %s", want, what)
			}
		}
	}
}
