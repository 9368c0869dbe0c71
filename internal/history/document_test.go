package history

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/report"
)

// slower is a history of 30 days with a slow version from day 10 to 19.
func slower() []Entry {
	var all []Entry
	for day := range 30 {
		e := at(float64(day), 20, 0.8+0.01*float64(day%3))
		if day >= 10 && day < 20 {
			e = at(float64(day), 20, 1.2+0.01*float64(day%3))
			e.Built = "v2"
		}
		if day == 29 {
			e.Warnings = []string{"load 15"}
		}
		all = append(all, e)
	}
	return all
}

func TestFigure(t *testing.T) {
	h := Of(slower(), nil, Options{Metric: "/startup/ready:seconds", Since: epoch.Add(15 * 24 * time.Hour)})
	c := h.Document().Sections[0].Figure.Chart
	want := []report.ChartMark{{At: epoch.Add(20 * 24 * time.Hour), Text: "-33 %"}}
	if diff := cmp.Diff(want, c.Marks); diff != "" {
		t.Errorf("marks of what is shown differ (-want +got):\n%s", diff)
	}
	if len(c.Series) != 2 || len(c.Series[0].Points) != 15 || len(c.Series[1].Points) != 15 {
		t.Fatalf("series = %+v, want median and p90 of 15 records", c.Series)
	}
	p := c.Series[0].Points[0]
	if p.Record != "r15" || p.Label != "v2" || p.Lo >= p.Value || p.Hi <= p.Value || c.Series[1].Points[0].Value <= p.Value {
		t.Errorf("point = %+v, want that of r15 in its interval, below p90", p)
	}
}

func TestChanges(t *testing.T) {
	h := Of(slower(), nil, Options{Metric: "/startup/ready:seconds"})
	var told []string
	for _, kv := range h.facts(&h.Groups[0]) {
		if kv.Key == "change" {
			told = append(told, kv.Value)
		}
	}
	want := []string{
		"2026-11-11, +49 %, from 810 ms (n = 10) to 1.21 s (n = 10), v1 to v2",
		"2026-11-21, -33 %, from 1.21 s (n = 10) to 810 ms (n = 10), v2 to v1",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("changes differ (-want +got):\n%s", diff)
	}
	spark := h.Groups[0].spark()
	if want := "▁▁▁▁▁▁▁▁▁▁│████▇██▇██│▁▁▁▁▁▁▁▁▁▁ "; !strings.HasPrefix(strings.ReplaceAll(spark, "▇", "█"), strings.ReplaceAll(want, "▇", "█")) {
		t.Errorf("spark = %q, want %q", spark, want)
	}
}

// TestRows: the newest records are shown, the others stand aside, and what weakens a figure stands with it.
func TestRows(t *testing.T) {
	d := Of(slower(), nil, Options{Metric: "/startup/ready:seconds"}).Document()
	if len(d.Sections) != 3 || len(d.Sections[1].Table.Rows) != mostRows || len(d.Sections[2].Table.Rows) != 10 || d.Sections[2].Aside == "" {
		t.Fatalf("sections = %+v, want 20 rows, and 10 aside", d.Sections)
	}
	first := d.Sections[1].Table.Rows[0]
	if first[0].Text != "2026-11-30 06:00" || first[3].Note != weakened || len(d.Footnotes) != weakened {
		t.Errorf("first row = %+v with footnotes %q, want the newest, weakened", first, d.Footnotes)
	}
	if note := d.Sections[1].Table.Rows[1][3].Note; note != 0 {
		t.Errorf("note of a record without warnings = %d", note)
	}
}

// TestFolded holds that a group stands aside as one thing, of which the chart and the tables are parts.
func TestFolded(t *testing.T) {
	var all []Entry
	for _, name := range []string{"a", "b", "c", "d"} {
		for _, e := range slower() {
			e.Program.Name, e.Record = name, name+e.Record
			all = append(all, e)
		}
	}
	d := Of(all, nil, Options{Metric: "/startup/ready:seconds"}).Document()
	var names []string
	for _, fold := range report.Folds(d.Sections)[1:] {
		names = append(names, fold[0].Title)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d"}, names); diff != "" {
		t.Errorf("folds differ (-want +got):\n%s", diff)
	}
}

func TestLeftOut(t *testing.T) {
	h := &History{Skipped: []Skipped{{Record: "r1", Why: "api exits"}, {Record: "r2", Why: "unreadable"}, {Record: "r3", Why: "api exits"}}}
	want := []string{"2 records, the last of them r3, are left out: api exits", "record r2 is left out: unreadable"}
	if diff := cmp.Diff(want, h.leftOut()); diff != "" {
		t.Errorf("leftOut differs (-want +got):\n%s", diff)
	}
}

func TestSparkOfOne(t *testing.T) {
	h := Of(slower()[:1], nil, Options{Metric: "/startup/ready:seconds"})
	if got, want := h.Groups[0].spark(), "800 ms on 2026-11-01, 1 record"; got != want {
		t.Errorf("spark() = %q, want %q", got, want)
	}
}

// TestHostSaidOnce holds that the host is said once where all groups are of one kind, and of each where they are not; and
// that a column which tells nothing of any group, as of labels here, is left out.
func TestHostSaidOnce(t *testing.T) {
	a, b := at(0, 20, 1), at(1, 20, 1)
	a.Program.Name, a.Host, b.Host = "a", Host{ID: "01234567", Name: "2 × A"}, Host{ID: "01234567", Name: "2 × A"}
	for _, test := range []struct {
		other     Host
		paragraph string
		columns   []string
	}{
		{b.Host, "all on 2 × A (01234567)", []string{"program", "records", "last", "ready", "state"}},
		{Host{ID: "76543210", Name: "2 × B"}, "", []string{"program", "host", "records", "last", "ready", "state"}},
	} {
		b.Host = test.other
		d := Of([]Entry{a, b}, nil, Options{Metric: "/startup/ready:seconds"}).Document()
		s := d.Sections[0]
		var columns []string
		for _, c := range s.Table.Columns {
			columns = append(columns, c.Name)
		}
		if s.Paragraph != test.paragraph || !slices.Equal(columns, test.columns) || len(s.Table.Rows[0]) != len(columns) {
			t.Errorf("paragraph %q, columns %q with %d cells; want %q, %q", s.Paragraph, columns, len(s.Table.Rows[0]), test.paragraph, test.columns)
		}
		if said := d.Sections[1].KeyValues[0].Key == "host"; said != (test.paragraph == "") {
			t.Errorf("host among the facts of a group: %v, with the paragraph %q", said, test.paragraph)
		}
	}
}
