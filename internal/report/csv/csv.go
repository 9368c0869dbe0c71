// Package csv renders the metrics of a record as comma-separated values (RFC 4180), one line each: for spreadsheets and
// data frames.
//
// Values are in base units and unrounded. Samples are not in it: they are in the record.
package csv

import (
	"encoding/csv"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
)

// columns are the head. The interval is that of the median, at 95 %; empty where there is none.
var columns = []string{"metric", "pass", "labels", "unit", "n", "median", "ci95_low", "ci95_high", "mean", "stddev", "min", "max"}

// Render writes a line for each metric of rec, in its order.
func Render(w io.Writer, rec *evidence.Record) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for i := range rec.Metrics {
		if err := out.Write(line(&rec.Metrics[i])); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func line(m *evidence.Metric) []string {
	low, high := "", ""
	if ci := m.Summary.CI95; ci != nil {
		low, high = number(ci[0]), number(ci[1])
	}
	fields := []string{text(m.Name), text(m.Pass), text(labels(m)), text(m.Unit), strconv.Itoa(m.Summary.N), number(m.Summary.Median), low, high}
	if len(m.Samples) == 0 {
		return append(fields, "", "", "", "")
	}
	mean, deviation := moments(m.Samples)
	return append(fields, number(mean), deviation, number(slices.Min(m.Samples)), number(slices.Max(m.Samples)))
}

// text is foreign: on one line, no command for a CI system, and no formula for a spreadsheet, which would be carried out.
//
// Source: OWASP, "CSV Injection".
func text(s string) string {
	s = report.Inert(report.OneLine(s))
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

// labels writes them as "key=value;…".
func labels(m *evidence.Metric) string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(m.Labels)) {
		all = append(all, k+"="+m.Labels[k])
	}
	return strings.Join(all, ";")
}

// moments are the mean and the standard deviation of a sample, which one alone has none of.
func moments(samples []float64) (mean float64, deviation string) {
	for _, v := range samples {
		mean += v / float64(len(samples))
	}
	if len(samples) < 2 {
		return mean, ""
	}
	squares := 0.0
	for _, v := range samples {
		squares += (v - mean) * (v - mean)
	}
	return mean, number(math.Sqrt(squares / float64(len(samples)-1)))
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
