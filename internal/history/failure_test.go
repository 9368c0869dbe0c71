package history

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// failure is an entry of a day on which the program did not get ready.
func failure(day float64) Entry {
	e := at(day, 1, 1)
	e.Metric.Samples, e.Failed = nil, "exits with code 1 before it is ready"
	return e
}

// TestFailures holds that a start that did not get ready is critical until one did, with few records, too, and that
// the baseline does not know of it.
func TestFailures(t *testing.T) {
	healthy := daily(20, 1, 1.01, 0.99, 1, 1.02, 0.98, 1)
	tests := []struct {
		name                  string
		entries               []Entry
		health, state, before string // "": no alert
	}{
		{"last", append(slices.Clone(healthy), failure(7)), Critical, Critical, ""},
		{"twice", append(slices.Clone(healthy), failure(7), failure(8)), Critical, Critical, Critical},
		{"after a warning", append(slices.Clone(healthy), at(7, 20, 1.3), failure(8)), Critical, Critical, Warning},
		{"ready again", append(slices.Clone(healthy), failure(7), at(8, 20, 1)), OK, Resolved, Critical},
		{"ready again long since", append(slices.Clone(healthy), failure(4.5)), OK, "", ""},
		{"ready again, few records", []Entry{at(0, 20, 1), failure(1), at(2, 20, 1)}, Unknown, Resolved, Critical},
		{"first of all, then ready", []Entry{failure(0), at(1, 20, 1)}, Unknown, Resolved, Critical},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := Of(test.entries, nil, Options{Score: Default})
			var state, before string
			for _, a := range h.Alerts() {
				state, before = a.State, a.Before
			}
			if got := h.health(&h.Groups[0]); got != test.health || state != test.state || before != test.before {
				t.Errorf("%s, alert %q after %q, want %s, alert %q after %q", got, state, before, test.health, test.state, test.before)
			}
		})
	}
}

// TestFailureShown holds that the answer, the table and the alert name the record and its reason.
func TestFailureShown(t *testing.T) {
	h := Of([]Entry{at(0, 20, 1), failure(1), at(2, 20, 1), failure(3)}, nil, Options{Metric: "/startup/ready:seconds", Score: Default})
	const said = "its last start (r3) did not get ready: exits with code 1 before it is ready; last measured: ready 1.00 s on 2026-11-03"
	if got := h.Answer(); !strings.HasSuffix(got, said) {
		t.Errorf("Answer() = %q, want it to end with %q", got, said)
	}
	if a := h.Alerts()[0]; a.Record != "r3" || !a.At.Equal(epoch.Add(3*24*time.Hour)) || a.Summary != h.Answer() {
		t.Errorf("alert = %+v, want that of r3", a)
	}
	var rows []string
	for _, row := range h.table(&h.Groups[0], 0, 2).Rows {
		k := len(row)
		rows = append(rows, row[k-3].Text+" "+row[k-2].Text+" "+row[k-1].Text)
	}
	want := []string{
		"critical not ready: exits with code 1 before it is ready r3", "unknown  r2",
		"critical not ready: exits with code 1 before it is ready r1", "unknown  r0",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
}

// TestFailuresSince holds that a group is shown whose last start failed after all that is shown.
func TestFailuresSince(t *testing.T) {
	h := Of([]Entry{at(0, 20, 1), failure(9)}, nil, Options{Metric: "/startup/ready:seconds", Since: epoch.Add(5 * 24 * time.Hour)})
	if len(h.Groups) != 1 || len(h.Document().Sections[1].Table.Rows) != 2 {
		t.Errorf("groups = %+v, want one with two rows", h.Groups)
	}
}

// TestNeverReady holds that failures of a program without any figures are named.
func TestNeverReady(t *testing.T) {
	h := Of([]Entry{failure(0)}, nil, Options{})
	want := []Skipped{{Record: "r0", Program: "example.com/api", Why: "api exits with code 1 before it is ready"}}
	if diff := cmp.Diff(want, h.Skipped); diff != "" || len(h.Groups) > 0 {
		t.Errorf("%d groups, skipped differ (-want +got):\n%s", len(h.Groups), diff)
	}
}
