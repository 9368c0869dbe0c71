package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
	"github.com/cupelgo/cupel/internal/report/markdown"
	"github.com/cupelgo/cupel/internal/report/text"
)

// recordsDir has ten records as they were stored, each in its folder; of metrics with labels the first few only, and
// in hostile every text is made to break out of where it stands.
var recordsDir = filepath.Join("..", "..", "internal", "report", "testdata", "records")

// A goldenForm renders a record as cupel report does.
type goldenForm struct {
	file   string
	render func(w io.Writer, s shown) error
}

// shown is a record with what there is to say of it.
type shown struct {
	rec           *evidence.Record
	printed, page *report.Document
}

// goldenForms is the list of forms that are held to golden files. JSON is the record itself.
func goldenForms() []goldenForm {
	all := []goldenForm{
		{"report.txt", func(w io.Writer, s shown) error {
			return text.Render(w, s.printed, text.Options{All: true})
		}},
		{"report.md", func(w io.Writer, s shown) error {
			return markdown.Render(w, s.printed, markdown.Options{Limit: markdown.SummaryLimit})
		}},
		{"report.html", func(w io.Writer, s shown) error { return withoutCode(w, s.page) }},
	}
	for _, f := range recordForms() {
		all = append(all, goldenForm{"report" + f.ext, func(w io.Writer, s shown) error { return f.render(w, s.rec) }})
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
		s := shownOf(t, rec, name)
		for _, form := range goldenForms() {
			t.Run(name+"/"+form.file, func(t *testing.T) {
				var out bytes.Buffer
				if err := form.render(&out, s); err != nil {
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

func shownOf(t *testing.T, rec *evidence.Record, dir string) shown {
	t.Helper()
	r, err := roomOf(rec)
	if err != nil {
		t.Fatal(err)
	}
	s := shown{rec: rec}
	if s.printed, err = r.document(rec, dir); err != nil {
		t.Fatal(err)
	}
	if s.page, err = r.page(rec, dir); err != nil {
		t.Fatal(err)
	}
	return s
}

// code is what all pages have in common: style, scripts and their hashes. Package html has tests of it.
var code = regexp.MustCompile(`(?s)(<style>).*?(</style>)|(<script>).*?(</script>)|('sha256-)[^']*(')`)

func withoutCode(w io.Writer, d *report.Document) error {
	var page bytes.Buffer
	if err := html.Render(&page, d); err != nil {
		return err
	}
	_, err := w.Write(code.ReplaceAll(page.Bytes(), []byte("$1$2$3$4$5$6")))
	return err
}

// checkGolden also wants that nothing in the output acts on a terminal, nor begins a line as a workflow command.
func checkGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	golden.Check(t, path, got)
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
