package startup

import (
	"fmt"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Tables support the causes. One that adds nothing to them stands aside: a reader sees it with -v.
// What counts as much is what a cause of medium severity costs.

// toldShare is the share of the path from which on the causes tell enough of it.
const toldShare = 0.8

// asideUnless gives sections a name to stand aside under, unless they are worth showing.
func asideUnless(worth bool, name string, sections []report.Section) []report.Section {
	for i := range sections {
		if !worth {
			sections[i].Aside = name
		}
	}
	return sections
}

// much reports whether a time is much of the traced run's.
func much(rec *evidence.Record, seconds float64) bool {
	ready := observedMetric(rec, MetricReady)
	return ready != nil && finding.Severity(seconds, ready.Summary.Median, false) == finding.Medium
}

// told is the share of the path that the causes explain.
func told(rec *evidence.Record) float64 {
	share := 0.0
	for _, f := range ranked(rec) {
		share += f.Share
	}
	return share
}

// worthPackages: a package takes much that no cause names, or there is no cause at all.
func worthPackages(rec *evidence.Record) bool {
	causes := ranked(rec)
	named := map[string]bool{}
	for _, f := range causes {
		named[f.Where.Package] = true
	}
	for _, m := range labelled(rec, MetricInitSelf) {
		if !named[m.Labels["package"]] && much(rec, m.Summary.Median) {
			return true
		}
	}
	return len(causes) == 0 && !notReady(rec)
}

// worthBlocked: waits take much of a path of which the causes leave a good part.
func worthBlocked(rec *evidence.Record) bool {
	for _, m := range labelled(rec, MetricBlockedOnPath) {
		if much(rec, m.Summary.Median) {
			return told(rec) < toldShare
		}
	}
	return false
}

// worthAllocs: the collector took much.
func worthAllocs(rec *evidence.Record) bool {
	seconds := 0.0
	for _, m := range labelled(rec, metricGCCPU) {
		seconds += m.Summary.Median
	}
	return much(rec, seconds)
}

// slower is from which ratio of the traced run to the plain ones on a note tells of it.
const slower = 1.25

// slowedNote tells that the traced run took much longer than the plain ones.
func slowedNote(rec *evidence.Record) []string {
	plain, traced := metric(rec, MetricReady, passPlain), observedMetric(rec, MetricReady)
	if plain == nil || traced == nil {
		return nil
	}
	p, t := plain.Summary.Median, traced.Summary.Median
	if t < slower*p || !much(rec, t-p) {
		return nil
	}
	return []string{fmt.Sprintf("costs are those of the %s, which took %s, %.1f times as long as the plain "+
		"ones: go by the shares, and run again if the machine was busy", observedRun(rec), unit.Seconds(t), t/p)}
}

// heldNote tells how long the program stood still to be looked at: that is taken out of all figures.
func heldNote(rec *evidence.Record) []string {
	for _, m := range labelled(rec, metricClassPrefix) {
		if held := m.Summary.Median; m.Labels["class"] == classHeld.String() && much(rec, held) {
			why := "at breakpoints"
			if m.Pass == passBPF {
				why = "to be sampled"
			}
			return []string{fmt.Sprintf("on its way to ready the program stood still for %s %s: "+
				"that is left out of all figures of the %s", unit.Seconds(held), why, observedRun(rec))}
		}
	}
	return nil
}
