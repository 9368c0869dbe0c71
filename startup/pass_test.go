package startup

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report/text"
)

// TestObservedFromOutside holds that what is said of the run that explains the others bears the name of
// its pass everywhere: in metrics, findings and passes, and in words.
func TestObservedFromOutside(t *testing.T) {
	for _, from := range recorded(t) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		seen, err := loadObserved(dir)
		if err != nil {
			t.Fatal(err)
		}
		seen.ObservedBy = passPtrace
		if err := seen.save(dir); err != nil {
			t.Fatal(err)
		}
		rec := &evidence.Record{Schema: evidence.Schema, Kind: Kind}
		if err := analyze(dir, rec); err != nil {
			t.Fatal(err)
		}
		for _, m := range rec.Metrics {
			if m.Pass == passTrace || m.Pass == "" {
				t.Errorf("%s: metric %s is of pass %q", from, m.Name, m.Pass)
			}
		}
		for _, f := range rec.Findings {
			if f.Pass != passPtrace && f.Rule != ruleNotReady {
				t.Errorf("%s: finding %s is of pass %q", from, f.Rule, f.Pass)
			}
		}
		if got := explaining(rec); got != passPtrace {
			t.Errorf("%s: the pass that explains is %q", from, got)
		}
		var page bytes.Buffer
		if err := text.Render(&page, (&Result{Record: rec}).Document(), text.Options{All: true}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(page.String(), "traced") || !strings.Contains(page.String(), "observed run") {
			t.Errorf("%s: it speaks of a traced run:\n%s", from, page.String())
		}
	}
}
