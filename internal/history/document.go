package history

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// How much is shown unless all is asked for.
const (
	mostRows   = 20 // records of a group
	mostGroups = 3  // with records, of those that raise no alert
)

// weakened is the footnote of figures with warnings.
const weakened = 1

// Document is what a user reads.
func (h *History) Document() *report.Document {
	d := &report.Document{Answer: h.Answer(), Notes: h.notes()}
	if len(h.Groups) > 1 {
		d.Sections = append(d.Sections, h.overview())
	}
	for i := range h.Groups {
		aside := ""
		if g := &h.Groups[i]; len(h.Groups) > mostGroups && !alert(h.health(g)) {
			aside = g.Title()
		}
		d.Sections = append(d.Sections, h.sections(&h.Groups[i], aside)...)
	}
	if h.weakened() {
		d.Footnotes = []string{"weakened when it was measured: cupel report RECORD says by what"}
	}
	return d
}

// weakened says whether a record that is shown has warnings.
func (h *History) weakened() bool {
	return slices.ContainsFunc(h.Groups, func(g Group) bool {
		return slices.ContainsFunc(g.Points[g.first:], func(p Point) bool { return len(p.Warnings) > 0 })
	})
}

// notes say what the figures leave out.
func (h *History) notes() []string {
	var all []string
	all = append(all, h.leftOut()...)
	for i := range h.Groups {
		g := &h.Groups[i]
		if n := g.last().Baseline.Other; n > 0 {
			all = append(all, fmt.Sprintf("%s: %s of the last 14 days by another analysis than %d not in the baseline: cupel analyze computes records anew",
				g.Title(), many(n, "record"), g.last().Analysis))
		}
	}
	if len(h.Groups) > 0 {
		all = append(all, "history alerts and does not judge: cupel compare runs two versions in turns and does")
	}
	return all
}

// leftOut names the records that are not shown; of those for one reason the last.
func (h *History) leftOut() []string {
	var reasons []string
	number, last := map[string]int{}, map[string]string{}
	for _, s := range h.Skipped {
		if number[s.Why]++; number[s.Why] == 1 {
			reasons = append(reasons, s.Why)
		}
		last[s.Why] = s.Record
	}
	for i, why := range reasons {
		text := fmt.Sprintf("record %s is left out: %s", last[why], why)
		if n := number[why]; n > 1 {
			text = fmt.Sprintf("%d records, the last of them %s, are left out: %s", n, last[why], why)
		}
		reasons[i] = text
	}
	return reasons
}

// hosted says a group's host with its id.
func (g *Group) hosted() string { return g.Host.Name + " (" + g.Host.ID + ")" }

// oneHost tells whether several groups are of one kind of host, which is said once then.
func (h *History) oneHost() bool {
	return len(h.Groups) > 1 && !slices.ContainsFunc(h.Groups, func(g Group) bool { return g.Host.ID != h.Groups[0].Host.ID })
}

// overview has one row per group.
func (h *History) overview() report.Section {
	t := &report.Table{Columns: []report.Column{
		{Name: "program"}, {Name: "host"}, {Name: "labels"}, {Name: "records", Align: report.Right}, {Name: "last"},
		{Name: h.name(), Align: report.Right}, {Name: "14 days", Align: report.Right}, {Name: "state"}, {Name: "last change"},
	}}
	for i := range h.Groups {
		g := &h.Groups[i]
		p := g.last()
		change := ""
		if len(g.Changes) > 0 {
			change = g.spoken(&g.Changes[len(g.Changes)-1])
		}
		host := g.Host.Name
		if h.oneHost() {
			host = "" // said once
		}
		t.Rows = append(t.Rows, report.Row(g.Program.String(), host, LabelText(g.Labels), fmt.Sprint(len(g.Points)),
			date(g.latest()), unit.Format(p.P50, g.Unit), g.base(p.Baseline.P50, p), h.health(g), change))
	}
	s := report.Section{Title: "groups", Table: t}
	if h.oneHost() {
		s.Paragraph = "all on " + h.Groups[0].hosted()
	}
	t.DropEmpty()
	return s
}

// sections show one group. aside is the name under which it stands aside, "" if it does not.
func (h *History) sections(g *Group, aside string) []report.Section {
	shown := len(g.Points) - g.first
	newest := max(g.first, len(g.Points)-mostRows)
	all := []report.Section{
		{Aside: aside, Title: g.Title(), Name: true, KeyValues: h.facts(g), Figure: h.figure(g)},
		{Aside: aside, Table: h.table(g, newest, len(g.Points))},
	}
	if shown > mostRows {
		older := report.Section{Aside: fmt.Sprintf("%d older records", shown-mostRows), Title: "older records", Table: h.table(g, g.first, newest)}
		if aside != "" {
			older.Aside = aside
		}
		all = append(all, older)
	}
	return all
}

// facts are what the table does not show.
func (h *History) facts(g *Group) []report.KeyValue {
	p := g.last()
	var facts []report.KeyValue
	if !h.oneHost() {
		facts = append(facts, report.KeyValue{Key: "host", Value: g.hosted()})
	}
	facts = append(facts, report.KeyValue{Key: h.name(), Value: g.spark()})
	if len(g.Program.Settings) > 0 {
		facts = append(facts, report.KeyValue{Key: "started with", Value: strings.Join(g.Program.Settings, " ")})
	}
	if f := g.failed(); f != nil {
		facts = append(facts, report.KeyValue{Key: Critical, Value: f.said()})
	} else if why := h.score(p).Why; why != "" {
		facts = append(facts, report.KeyValue{Key: h.state(p), Value: why})
	}
	for _, warning := range p.Warnings {
		facts = append(facts, report.KeyValue{Key: "weakened", Value: warning})
	}
	for i := range g.Changes {
		c := &g.Changes[i]
		facts = append(facts, report.KeyValue{Key: "change", Value: g.told(c)})
	}
	return facts
}

// told is all there is to say of a change.
func (g *Group) told(c *Change) string {
	from, to := &g.Points[c.Index-1], &g.Points[c.Index]
	text := fmt.Sprintf("%s, from %s (n = %d) to %s (n = %d)", g.spoken(c),
		unit.Format(c.Before, g.Unit), c.Records[0], unit.Format(c.After, g.Unit), c.Records[1])
	if from.Built == to.Built {
		return text + ", within " + to.Built + ": the machine or what the program works with changed"
	}
	return text + ", " + from.Built + " to " + to.Built
}

// spoken is when and by how much: "2026-11-03, +12 %".
func (g *Group) spoken(c *Change) string {
	return date(g.Points[c.Index].Created) + ", " + percentChange(c.Ratio())
}

// percentChange is a ratio as people say it: "+12 %".
func percentChange(ratio float64) string {
	sign := "+"
	if ratio < 1 {
		sign = ""
	}
	return sign + unit.Percent(ratio-1)
}

// base is a figure of the baseline of p, "" without one.
func (g *Group) base(v float64, p *Point) string {
	if p.Baseline.Records == 0 {
		return ""
	}
	return unit.Format(v, g.Unit)
}

// spark is the chart in a line: a bar per record, a stroke before each change. The bars show a range of a tenth at the
// least: less is no more than noise.
func (g *Group) spark() string {
	const most = 60
	bars := []rune("▁▂▃▄▅▆▇█")
	from := max(g.first, len(g.Points)-most)
	var values []float64
	for _, p := range g.Points[from:] {
		values = append(values, p.P50)
	}
	if len(values) == 1 {
		return fmt.Sprintf("%s on %s, 1 record", unit.Format(values[0], g.Unit), date(g.last().Created))
	}
	lo, hi := slices.Min(values), slices.Max(values)
	span := max(hi-lo, hi/10)
	var out strings.Builder
	for i, v := range values {
		if g.change(from+i) != nil && i > 0 {
			out.WriteRune('│')
		}
		at := 0
		if span > 0 {
			at = int((v - lo) / span * float64(len(bars)-1))
		}
		out.WriteRune(bars[at])
	}
	return fmt.Sprintf("%s %s, %s to %s, %s", out.String(), unit.NewScale(g.Unit, hi).Range(lo, hi),
		date(g.Points[from].Created), date(g.last().Created), many(len(values), "record"))
}

// figure is the chart of a page.
func (h *History) figure(g *Group) *report.Figure {
	median, tails := report.Series{Name: "median"}, report.Series{Name: "p90"}
	for _, p := range g.Points[g.first:] {
		at := report.Point{At: p.Created, Value: p.P50, Label: p.Built, Record: p.Record}
		if p.CI95 != nil {
			at.Lo, at.Hi = p.CI95[0], p.CI95[1]
		}
		median.Points = append(median.Points, at)
		tails.Points = append(tails.Points, report.Point{At: p.Created, Value: p.P90, Label: p.Built, Record: p.Record})
	}
	c := &report.Chart{Unit: g.Unit, Better: "lower", Series: []report.Series{median, tails}}
	for i := range g.Changes {
		if at := g.Changes[i].Index; at >= g.first {
			c.Marks = append(c.Marks, report.ChartMark{At: g.Points[at].Created, Text: percentChange(g.Changes[i].Ratio())})
		}
	}
	return &report.Figure{
		Title:   g.Title() + ": " + h.name(),
		Caption: fmt.Sprintf("median with its interval of 95 %%, and p90, of %s; %s of level", many(len(median.Points), "record"), many(len(c.Marks), "change")),
		Chart:   c,
	}
}
