package startup

import (
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
	"github.com/cupelgo/cupel/internal/store"
)

// storeCompared stores a recorded comparison.
func storeCompared(t *testing.T, rec, baseline, candidate *evidence.Record) (*evidence.Record, string) {
	t.Helper()
	draft, err := store.Open(t.TempDir()).Begin(time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer draft.Discard()
	for name, of := range map[string]*evidence.Record{fileBaseline: baseline, fileCandidate: candidate} {
		var b bytes.Buffer
		if err := of.Encode(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(draft.Dir(), name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path, err := draft.Commit(rec)
	if err != nil {
		t.Fatal(err)
	}
	return rec, filepath.Dir(path)
}

// TestComparePage holds that a stored comparison has the picture of its rows, and what each arm showed by itself.
func TestComparePage(t *testing.T) {
	rec, baseline, candidate := comparedRecord()
	rec, dir := storeCompared(t, rec, baseline, candidate)
	d, err := StoredComparisonPage(rec, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := html.Render(io.Discard, d); err != nil {
		t.Fatal(err)
	}
	var titles []string
	var effects *report.Effects
	for _, s := range d.Sections {
		titles = append(titles, s.Title)
		if s.Figure != nil && s.Figure.Effects != nil {
			effects = s.Figure.Effects
		}
	}
	for _, want := range []string{"how far each metric changed", "HEAD by itself", "working tree by itself", "appeared in working tree", "metrics"} {
		if !slices.Contains(titles, want) {
			t.Errorf("no section %q in %q", want, titles)
		}
	}
	if effects == nil || effects.Least != DefaultEffect {
		t.Fatalf("effects %+v, want those of at least %v", effects, DefaultEffect)
	}
	c, err := storedComparison(rec, dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range c.Rows {
		i := slices.IndexFunc(effects.Rows, func(e report.Effect) bool {
			return e.Ratio == row.Ratio.Value && e.Outcome == row.Sentence && (e.Lo == 0 || e.Lo == row.Ratio.Lo && e.Hi == row.Ratio.Hi)
		})
		if i < 0 {
			t.Errorf("%s, %s of %v is not in the picture: %+v", row.Metric, row.Statistic, row.Ratio, effects.Rows)
		}
	}
}

// TestComparePageOdd holds that looks which cannot be end nothing.
func TestComparePageOdd(t *testing.T) {
	for name, pairs := range map[string]float64{"more than there are": 1e18, "less than none": -3} {
		t.Run(name, func(t *testing.T) {
			rec, baseline, candidate := comparedRecord()
			for i := range rec.Metrics {
				if rec.Metrics[i].Name == metricLooks {
					rec.Metrics[i].Samples = []float64{pairs}
				}
			}
			rec, dir := storeCompared(t, rec, baseline, candidate)
			if _, err := StoredComparisonPage(rec, dir); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestStoredComparisonMissing holds that without an arm there is an error which says so.
func TestStoredComparisonMissing(t *testing.T) {
	rec, baseline, candidate := comparedRecord()
	rec, dir := storeCompared(t, rec, baseline, candidate)
	if err := os.Remove(filepath.Join(dir, fileCandidate)); err != nil {
		t.Fatal(err)
	}
	_, err := StoredComparison(rec, dir)
	want := "record " + rec.ID + ": reading the record of an arm: candidate.json is missing from the folder of the record"
	if err == nil || err.Error() != want {
		t.Errorf("StoredComparison = %v, want %s", err, want)
	}
}
