package deps

import (
	"fmt"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	findings "github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
)

// TestFindingsByWeight wants many findings of low severity behind the graph, a line each, and few where the
// others are.
func TestFindingsByWeight(t *testing.T) {
	heavy := evidence.Finding{Rule: "replace-local", Severity: findings.Medium, Title: "replaced"}
	for _, n := range []int{few, 2 * shown} {
		rec := &evidence.Record{Findings: []evidence.Finding{heavy}}
		for i := range n {
			rec.Findings = append(rec.Findings, evidence.Finding{Rule: "pseudo-version", Severity: findings.Low, Title: fmt.Sprint(i)})
		}
		graph := report.Section{Title: "the graph"}
		sections := document(rec, &report.Document{Sections: []report.Section{graph}}).Sections
		got := ""
		for _, s := range sections {
			got += fmt.Sprintf("%s, %d findings", s.Title, len(s.Findings))
			if s.Table != nil {
				got += fmt.Sprintf(", %d rows", len(s.Table.Rows))
			}
			got += "\n"
		}
		want := "what else was found, 4 findings\nthe graph, 0 findings\n"
		if n > few {
			want = "what else was found, 1 findings\nthe graph, 0 findings\n" +
				"what was found of low severity, 0 findings, 12 rows\n12 more findings of low severity, 0 findings, 12 rows\n" +
				"what is to be done about findings of low severity, 24 findings\n"
		}
		if got != want {
			t.Errorf("%d findings of low severity: got\n%swant\n%s", n, got, want)
		}
	}
}
