package check

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/golden"
)

// drafted is what the claims of a draft may name.
var drafted = []claim.Capability{{
	Name: "startup",
	Metrics: []claim.Metric{
		{Name: "/startup/ready:seconds", Unit: "seconds", Class: comparison.Wall, Better: "lower"},
		{Name: "/startup/cpu:seconds", Unit: "seconds", Class: comparison.CPU, Better: "lower"},
		{Name: "/startup/rss:bytes", Unit: "bytes", Class: comparison.RSS, Better: "lower"},
	},
	FindingKeys: map[string][]string{"class": {"network", "subprocess"}, "phase": {"init"}, "severity": {"high"}},
}}

// measured is a start of a program with findings.
func measured(pkg string, findings ...evidence.Finding) *evidence.Record {
	rec := &evidence.Record{Subject: evidence.Subject{Package: pkg}, Findings: findings}
	for name, v := range map[string]float64{"/startup/ready:seconds": 0.0123, "/startup/cpu:seconds": 0.0045, "/startup/rss:bytes": 10 << 20} {
		unit := name[strings.LastIndexByte(name, ':')+1:]
		rec.Metrics = append(rec.Metrics, evidence.Metric{
			Name: name, Unit: unit, Pass: "plain", Summary: evidence.Summary{N: 20, Median: v, CI95: &[2]float64{0.9 * v, 1.2 * v}},
		})
	}
	return rec
}

// TestDraft holds a draft to its golden file, and that it has the claims that are meant when it is read.
func TestDraft(t *testing.T) {
	dials := evidence.Finding{
		Rule: "network-at-init", Class: "network", Phase: "init", Severity: "high",
		Cost: evidence.Cost{Value: 0.2, Unit: "seconds"}, Where: evidence.Frame{File: "db/db.go", Line: 12},
	}
	for _, c := range []struct {
		name, against string
		all           []Measurement
		claims        int
	}{
		{"two", "", []Measurement{
			{Run: "startup ./cmd/api", Record: measured("example.com/shop/cmd/api")},
			{Run: "startup ./cmd/worker -- 'a: b #'", Record: measured("example.com/shop/cmd/worker", dials)},
		}, 6 + 4},
		{"blind", "origin/main", []Measurement{{Run: "startup ./api", Record: measured("example.com/api"), Blind: "no run looked\ninto it"}}, 3 + 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, err := Draft(c.all, c.against)
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("testdata", "draft-"+c.name+".golden"), []byte(text))
			f, err := claim.Parse("cupel.yaml", []byte(text), drafted)
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Claims) != c.claims || len(f.Lint()) > 0 {
				t.Errorf("%d claims, want %d; doubtful %v", len(f.Claims), c.claims, f.Lint())
			}
			for _, got := range f.Claims {
				if !slices.ContainsFunc(c.all, func(m Measurement) bool { return m.Run == got.Run }) {
					t.Errorf("claim %s runs %q", got.Name, got.Run)
				}
			}
		})
	}
	if _, err := Draft(nil, ""); err == nil {
		t.Error("a draft of nothing")
	}
}

func TestLimitText(t *testing.T) {
	for _, c := range []struct {
		v    float64
		unit string
		want string
	}{
		{1, "seconds", "1.0 s"},
		{1.51, "seconds", "1.6 s"},
		{12.3, "seconds", "13 s"},
		{123, "seconds", "130 s"},
		{0.0999, "seconds", "100 ms"},
		{0.035, "seconds", "35 ms"},
		{0.0021, "seconds", "2.1 ms"},
		{0.000999, "seconds", "1000 µs"},
		{0.00000052, "seconds", "0.52 µs"},
		{13.2 * (1 << 20), "bytes", "14 MiB"},
		{1.5 * (1 << 30), "bytes", "1.5 GiB"},
		{700, "bytes", "0.69 KiB"},
	} {
		number, suffix := limitText(c.v, c.unit)
		if got := number + " " + suffix; got != c.want {
			t.Errorf("limitText(%g, %s) = %s, want %s", c.v, c.unit, got, c.want)
		}
	}
}

// TestQuote holds that a claim's run splits into the words that were joined.
func TestQuote(t *testing.T) {
	for _, words := range [][]string{
		{"startup", "./cmd/api"},
		{"startup", "", "two words", "it's", `a "b"`, `c\d`, "$HOME", "*.go", "~", "#", "a=b", "x;y", "{z}", "[q]", "!", "tab\there", "ä–ß"},
		{"startup", "--ready=stdout:^listening (on )?.*$", "'", "''", "`id`", "a&b|c<d>e"},
	} {
		file := fmt.Sprintf("claims:\n  - name: a\n    run: %s\n    expect: no finding\n", scalar(Quote(words)))
		f, err := claim.Parse("cupel.yaml", []byte(file), drafted)
		if err != nil {
			t.Errorf("%q: %v\n%s", words, err, file)
			continue
		}
		if !slices.Equal(f.Claims[0].Words, words) {
			t.Errorf("Quote(%q) = %s, which splits into %q", words, Quote(words), f.Claims[0].Words)
		}
	}
}
