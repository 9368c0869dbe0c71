package history

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/stats"
)

var epoch = time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC)

// at is an entry of a day with n runs of which the 0.9-quantile is a fifth above the median.
func at(day float64, n int, median float64) Entry {
	samples := make([]float64, n)
	for i := range samples {
		samples[i] = median * (1 + 0.25*2*(float64(i)/float64(n-1)-0.5))
	}
	return Entry{
		Record: fmt.Sprintf("r%g", day), Created: epoch.Add(time.Duration(day * float64(24*time.Hour))), Analysis: 1, Built: "v1",
		Program: Program{Name: "example.com/api"}, Metric: evidence.Metric{Unit: "seconds", Samples: samples},
	}
}

// daily are entries of one day after the other.
func daily(n int, medians ...float64) []Entry {
	var all []Entry
	for i, median := range medians {
		all = append(all, at(float64(i), n, median))
	}
	return all
}

func TestWeightedMedian(t *testing.T) {
	tests := []struct {
		name            string
		values, weights []float64
		want            float64
	}{
		{"one", []float64{3}, []float64{0.1}, 3},
		{"equal weights, odd", []float64{5, 1, 3}, []float64{1, 1, 1}, 3},
		{"equal weights, even", []float64{4, 1, 3, 2}, []float64{1, 1, 1, 1}, 2.5},
		{"one outweighs the others", []float64{1, 2, 9}, []float64{1, 1, 3}, 9},
		{"half below", []float64{1, 2, 3}, []float64{2, 1, 1}, 1.5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := weightedMedian(test.values, test.weights); got != test.want {
				t.Errorf("weightedMedian(%v, %v) = %v, want %v", test.values, test.weights, got, test.want)
			}
		})
	}
}

// TestBaseline: 14 days, the same analysis, 0.92 a day.
func TestBaseline(t *testing.T) {
	entries := []Entry{at(0, 7, 9), at(1, 7, 1), at(8, 8, 2), at(14, 9, 3), at(15, 7, 7)}
	entries[2].Analysis = 2
	g := Of(entries, nil, Options{}).Groups[0]
	b := g.last().Baseline
	got := []float64{float64(b.Records), float64(b.Runs), b.P50, float64(b.Other)}
	if diff := cmp.Diff([]float64{2, 16, 3, 1}, got); diff != "" { // of day 1 0.31 is left, of day 14 0.92
		t.Errorf("records, runs, p50, of another analysis differ (-want +got):\n%s", diff)
	}
	if w := b.before[0].weight; math.Abs(w-math.Pow(0.92, 14)) > 1e-12 {
		t.Errorf("weight after 14 days = %v, want 0.92^14", w)
	}
}

func TestClassic(t *testing.T) {
	point := func(p50, p90, base float64) *Point {
		b := Baseline{Records: 1, P50: base}
		if base == 0 {
			b.Records = 0
		}
		return &Point{P50: p50, P90: p90, Baseline: b}
	}
	tests := []struct {
		name      string
		p, before *Point
		value     float64 // -1: none
		state     string
	}{
		{"as before, no tail", point(1, 1, 1), nil, 100, OK},
		{"faster", point(0.5, 0.5, 1), nil, 100, OK},
		{"healthy, p90 twice the median", point(1, 2, 1), nil, 80, OK},
		{"59, once", point(2.05, 2.05, 1), point(1, 1, 1), 59.02, OK},
		{"59, twice", point(2.05, 2.05, 1), point(2.05, 2.05, 1), 59.02, Critical},
		{"69, and slower", point(1.2, 2.24, 1), nil, 69.33, Warning},
		{"70, no slower", point(1, 2, 0.875), nil, 70, OK},
		{"short of the floor", point(0.01, 0.06, 0.01), nil, 90, OK},
		{"no baseline", point(1, 1, 0), nil, -1, Unknown},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := classic(test.p, test.before)
			value := -1.0
			if s.Value != nil {
				value = *s.Value
			}
			if math.Abs(value-test.value) > 0.01 || s.State != test.state {
				t.Errorf("classic = %.2f %s, want %.2f %s", value, s.State, test.value, test.state)
			}
		})
	}
}

func TestDefault(t *testing.T) {
	quiet := []float64{1, 1.01, 0.99, 1, 1.02, 0.98, 1}
	wild := []float64{1, 1.6, 0.7, 1.3, 0.6, 1.1, 1}
	tests := []struct {
		name    string
		runs    int
		medians []float64
		state   string
		why     string
	}{
		{"as before", 20, append(quiet, 1.02), OK, ""},
		{"faster", 20, append(quiet, 0.5), OK, ""},
		{"9 % slower", 20, append(quiet, 1.09), OK, ""},
		{"15 % slower", 20, append(quiet, 1.15), Warning, "1.15 ("},
		{"30 % slower, once", 20, append(quiet, 1.3), Warning, "1.30 ("},
		{"30 % slower, twice", 20, append(quiet, 1.3, 1.3), Critical, "in the record before"},
		{"15 %, then 30 % slower", 20, append(quiet, 1.15, 1.3), Warning, ""},
		{"30 % slower where records differ as much", 20, append(wild, 1.3), OK, ""},
		{"too few runs", 5, append(quiet, 2), Unknown, "5 runs, at least 6 are needed"},
		{"too few records", 20, []float64{1, 1, 1, 1, 2}, Unknown, "4 records with 6 runs or more"},
		{"zero", 20, []float64{0, 0, 0, 0, 0, 0, 1}, Unknown, "a median of 0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := Of(daily(test.runs, test.medians...), nil, Options{}).Groups[0]
			s := g.last().Default
			if s.State != test.state || !strings.Contains(s.Why, test.why) {
				t.Errorf("state = %s (%s), want %s (%s)", s.State, s.Why, test.state, test.why)
			}
			if (s.Value == nil) != (s.State == Unknown) || s.Value != nil && (*s.Lo > *s.Value || *s.Value > *s.Hi) {
				t.Errorf("value = %v in %v to %v", s.Value, s.Lo, s.Hi)
			}
		})
	}
}

// TestTail: the slowest runs got slower, and no others.
func TestTail(t *testing.T) {
	all := daily(20, 1, 1.01, 0.99, 1, 1.02, 0.98, 1, 1)
	last := all[len(all)-1].Metric.Samples
	for i := 16; i < 20; i++ {
		last[i] *= 2
	}
	g := Of(all, nil, Options{}).Groups[0]
	if s := g.last().Default; s.State != Warning || !strings.HasPrefix(s.Why, "its p90 is ") {
		t.Errorf("state = %s (%s), want a warning of p90", s.State, s.Why)
	}
	if s := g.last().Classic; s.State != OK {
		t.Errorf("classic = %s, want %s: it does not look at p90 of the baseline", s.State, OK)
	}
}

func TestStudentQuantile(t *testing.T) {
	for _, test := range []struct{ freedom, want float64 }{{4, 4.6041}, {6, 3.7074}, {10, 3.1693}, {30, 2.7500}} {
		if got := studentQuantile(0.995, test.freedom); math.Abs(got/test.want-1) > 0.02 {
			t.Errorf("studentQuantile(0.995, %v) = %v, want %v", test.freedom, got, test.want)
		}
	}
}

func TestCuts(t *testing.T) {
	level := func(parts ...float64) (all []float64) { // pairs of a number of values and their level
		for i := 0; i < len(parts); i += 2 {
			for k := range int(parts[i]) {
				all = append(all, parts[i+1]+0.01*float64(k%3-1))
			}
		}
		return all
	}
	tests := []struct {
		name   string
		values []float64
		want   []int
	}{
		{"nothing", nil, nil},
		{"too few", level(3, 0, 2, 1), nil},
		{"level", level(40, 0), nil},
		{"constant", slices.Repeat([]float64{1}, 20), nil},
		{"one step", level(20, 0, 20, 0.3), []int{20}},
		{"up and down", level(12, 0, 6, 0.3, 12, 0), []int{12, 18}},
		{"two outliers are none", level(12, 0, 2, 0.5, 12, 0), nil},
		{"four are more", level(12, 0, 4, 0.5, 12, 0), []int{12, 16}},
		{"of no concern", level(40, 0, 40, 0.04), nil},
		{"at the end", level(20, 0, 4, 0.3), []int{20}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := cuts(test.values); !slices.Equal(got, test.want) {
				t.Errorf("cuts = %v, want %v", got, test.want)
			}
		})
	}
}

func TestStretch(t *testing.T) {
	rng := newRand(1)
	var s stretch
	for range 200 {
		s.add(math.Round(10 * rng.NormFloat64()))
		median, want := stats.Median(s.sorted), 0.0
		for _, x := range s.sorted {
			want += math.Abs(x - median)
		}
		if math.Abs(s.cost()-want) > 1e-9 || !slices.IsSorted(s.sorted) {
			t.Fatalf("cost of %v = %v, want %v", s.sorted, s.cost(), want)
		}
	}
}

func TestGroups(t *testing.T) {
	base := at(0, 6, 1)
	other := func(change func(*Entry)) Entry {
		e := base
		e.Created = e.Created.Add(time.Hour)
		change(&e)
		return e
	}
	entries := []Entry{
		base,
		other(func(e *Entry) { e.Record, e.Analysis = "same", 2 }),
		other(func(e *Entry) { e.Labels = map[string]string{"env": "ci"} }),
		other(func(e *Entry) { e.Program.Args = []string{"--debug"} }),
		other(func(e *Entry) { e.Program.Settings = []string{"--debug"} }),
		other(func(e *Entry) { e.Host.ID = "abc" }),
		other(func(e *Entry) { e.Program.Name = "example.com/web" }),
	}
	h := Of(entries, nil, Options{})
	if len(h.Groups) != 6 {
		t.Errorf("%d groups, want 6", len(h.Groups))
	}
	if h = Of(entries, nil, Options{Since: epoch.Add(time.Minute)}); len(h.Groups) != 6 {
		t.Errorf("%d groups since, want 6", len(h.Groups))
	}
	if h = Of(entries, nil, Options{Since: epoch.Add(24 * time.Hour)}); len(h.Groups) != 0 {
		t.Errorf("%d groups since the day after, want none", len(h.Groups))
	}
}

// TestAnalysedAnew: a record that was analysed anew holds the same runs, which count once.
func TestAnalysedAnew(t *testing.T) {
	old := at(0, 6, 1)
	again := old
	again.Record, again.Analysis = "r9", 2
	g := Of([]Entry{again, old}, nil, Options{}).Groups[0]
	if len(g.Points) != 1 || g.Points[0].Record != "r9" {
		t.Errorf("points = %+v, want the one of the last analysis", g.Points)
	}
}

func TestHostOf(t *testing.T) {
	quota := 1.5
	h := evidence.Host{OS: "linux", Arch: "amd64", CPU: "AMD EPYC", Cores: 4, Virtualisation: "kvm", Container: "docker", CgroupCPUs: &quota}
	if got, want := HostOf(&h).Name, "1.5 of 4 × AMD EPYC, linux/amd64, kvm, docker"; got != want {
		t.Errorf("HostOf = %q, want %q", got, want)
	}
	id := HostOf(&h).ID
	load, kernel := 3.0, h
	kernel.Load, kernel.Kernel = &load, "6.18"
	if got := HostOf(&kernel).ID; got != id || len(id) != 8 {
		t.Errorf("id = %s under another load and kernel, want %s", got, id)
	}
	h.CPU = ""
	if got := HostOf(&h); got.ID == id || !strings.Contains(got.Name, "unknown CPU") {
		t.Errorf("HostOf without a CPU = %+v, want another id and that it is unknown", got)
	}
}

func TestAlerts(t *testing.T) {
	quiet := []float64{1, 1.01, 0.99, 1, 1.02, 0.98, 1}
	tests := []struct {
		name          string
		medians       []float64
		state, before string // "": no alert
	}{
		{"ok", append(quiet, 1), "", ""},
		{"warning", append(quiet, 1.3), Warning, ""},
		{"critical", append(quiet, 1.3, 1.3), Critical, Warning},
		{"resolved", append(quiet, 1.3, 1), Resolved, Warning},
		{"resolved long since", append(quiet, 1.3, 1, 1), "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var state, before string
			for _, a := range Of(daily(20, test.medians...), nil, Options{Score: Default}).Alerts() {
				state, before = a.State, a.Before
			}
			if state != test.state || before != test.before {
				t.Errorf("alert %q after %q, want %q after %q", state, before, test.state, test.before)
			}
		})
	}
}

func TestEntryOf(t *testing.T) {
	const metric = "/startup/ready:seconds"
	record := func(change func(*evidence.Record)) *evidence.Record {
		rec := &evidence.Record{
			ID: "id", Created: epoch, Tool: evidence.Tool{Analysis: 4}, Labels: map[string]string{"env": "ci"},
			Subject: evidence.Subject{Package: "example.com/api", File: "api", SHA256: "0123456789abcdef", Args: []string{"-v"}},
			Plan:    evidence.Plan{Readiness: "listen", Terminal: true, Order: "sequential"},
			Metrics: []evidence.Metric{
				{Name: metric, Pass: "trace", Samples: []float64{9}},
				{Name: metric, Pass: "plain", Labels: map[string]string{"cache": "cold"}, Samples: []float64{8}},
				{Name: metric, Pass: "plain", Unit: "seconds", Samples: []float64{1, 2}},
			},
			Warnings: []evidence.Warning{{Metric: metric, Text: "load"}, {Metric: "/other:count", Text: "no"}, {Text: "all"}},
		}
		change(rec)
		return rec
	}
	same := func(*evidence.Record) {}
	e, ok := EntryOf(record(same), metric)
	want := Program{Name: "example.com/api", Args: []string{"-v"}, Settings: []string{"--ready listen", "--pty"}}
	if diff := cmp.Diff(want, e.Program); diff != "" || !ok {
		t.Errorf("ok = %v, program differs (-want +got):\n%s", ok, diff)
	}
	got := []any{e.Record, e.Analysis, e.Built, e.Labels["env"], e.Metric.Samples, e.Warnings}
	if diff := cmp.Diff([]any{"id", 4, "0123456789ab", "ci", []float64{1, 2}, []string{"load", "all"}}, got); diff != "" {
		t.Errorf("entry differs (-want +got):\n%s", diff)
	}
	for name, change := range map[string]func(*evidence.Record){
		"arm of a comparison": func(r *evidence.Record) { r.Plan.Order = "interleaved" },
		"no plain runs":       func(r *evidence.Record) { r.Metrics = r.Metrics[:2] },
		"no samples":          func(r *evidence.Record) { r.Metrics[2].Samples = nil },
	} {
		if _, ok := EntryOf(record(change), metric); ok {
			t.Errorf("%s: it has an entry", name)
		}
	}
	builds := map[string]func(*evidence.Record){
		"v1.2.3":       func(r *evidence.Record) { r.Subject.Version, r.Subject.Revision = "v1.2.3", "abc" },
		"abcdefabcdef": func(r *evidence.Record) { r.Subject.Version, r.Subject.Revision = "(devel)", "abcdefabcdefabcdef" },
	}
	for want, change := range builds {
		if e, _ := EntryOf(record(change), metric); e.Built != want {
			t.Errorf("built = %q, want %q", e.Built, want)
		}
	}
}
