package main

import (
	"bytes"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/history"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/internal/unit"
	"github.com/cupelgo/cupel/internal/web"
	"github.com/cupelgo/cupel/startup"
)

// page is the page of a record, whose folder is dir.
func page(rec *evidence.Record, dir string) ([]byte, error) {
	r, err := roomOf(rec)
	if err != nil {
		return nil, err
	}
	d, err := r.page(rec, shortened(dir))
	if err != nil {
		return nil, err
	}
	return rendered(d)
}

func rendered(d *report.Document) ([]byte, error) {
	var buf bytes.Buffer
	err := html.Render(&buf, d)
	return buf.Bytes(), err
}

// comparePage is the page of two stored records.
func comparePage(baseline, candidate *evidence.Record) ([]byte, error) {
	names := [2]string{baseline.ID, candidate.ID}
	c, err := startup.CompareRecords(baseline, candidate, names, startup.DefaultEffect, "cupel compare OLD NEW")
	if err != nil {
		return nil, err
	}
	return rendered(c.Page())
}

// historyPage is the page of cupel history without flags.
func historyPage(s *store.Store, now time.Time) ([]byte, error) {
	o := history.Options{Metric: startup.MetricReady, Score: history.Default, Now: now, Since: now.Add(-historyShown)}
	entries, skipped, err := readHistory(s, o.Metric)
	if err != nil {
		return nil, err
	}
	h := history.Of(entries, skipped, o)
	if len(h.Groups) == 0 {
		return rendered(&report.Document{Answer: "No start was measured in the last 90 days."})
	}
	return rendered(h.Document())
}

// listed shows a record in the list. Of a kind whose records have no row of their own it is what all records
// have.
func listed(rec *evidence.Record) web.Row {
	if rec.Kind == startup.Kind {
		return startRow(rec)
	}
	b := startup.StoredBrief(rec)
	row := web.Row{Program: b.Program, Version: b.Version, Labels: rec.Labels}
	if _, err := roomOf(rec); err != nil {
		row.State = "not known to this version"
	}
	return row
}

// startRow shows how a program started.
func startRow(rec *evidence.Record) web.Row {
	b := startup.StoredBrief(rec)
	row := web.Row{Program: b.Program, Version: b.Version, Labels: rec.Labels, Cause: b.Cause, State: b.State}
	if b.Ready != nil {
		row.Ready, row.ReadyValue, row.Runs = unit.Seconds(b.Ready.Median), &b.Ready.Median, b.Ready.N
		if ci := b.Ready.CI95; ci != nil {
			row.Interval = unit.NewScale("seconds", ci[:]...).Range(ci[0], ci[1])
		}
	}
	return row
}
