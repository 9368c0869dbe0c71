package startup

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

// TestJudged holds that a comparison fails by what regressed alone, and that verdicts on claims stay as they are.
func TestJudged(t *testing.T) {
	rec := storedRecord(t, "compare-fit")
	got := map[string]string{}
	for _, v := range Judged(rec) {
		got[v.Claim] = v.Outcome + ": " + v.Reason
	}
	for claim, want := range map[string]string{
		"median of /startup/executable:bytes got no worse":   "fails: regressed",
		"median of /startup/rss:bytes got no worse":          "holds: within noise",
		"median of /startup/faults/major:count got no worse": "unknown: no difference found",
	} {
		if got[claim] != want {
			t.Errorf("%s: %q, want %q; all: %v", claim, got[claim], want, got)
		}
	}
	if len(got) != len(rec.Verdicts) {
		t.Errorf("%d verdicts of %d", len(got), len(rec.Verdicts))
	}

	own := []evidence.Verdict{{Claim: "starts fast", Outcome: "fails"}}
	rec.Verdicts = own
	if diff := cmp.Diff(own, Judged(rec)); diff != "" {
		t.Errorf("verdicts on claims of a comparison (-want +got):\n%s", diff)
	}
	start := &evidence.Record{Kind: Kind, Verdicts: own}
	if diff := cmp.Diff(own, Judged(start)); diff != "" {
		t.Errorf("verdicts on claims of a start (-want +got):\n%s", diff)
	}
	if all := Judged(&evidence.Record{Kind: KindCompare}); len(all) > 0 {
		t.Errorf("an empty comparison has verdicts: %v", all)
	}
}

// storedRecord reads one of the records that the forms of reports are tested on.
func storedRecord(t *testing.T, name string) *evidence.Record {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "internal", "report", "testdata", "records", name, "evidence.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rec, err := evidence.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}
