package openmetrics

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/golden"
)

// figures has metrics with and without an interval and labels, findings and verdicts.
func figures() Input {
	ci := [2]float64{0.547, 0.584}
	rec := &evidence.Record{
		Kind: "startup", ID: "20260102T030405Z-0a1b2c", Created: time.Date(2026, 1, 2, 3, 4, 5, 5e8, time.UTC),
		Tool: evidence.Tool{Version: "v0.1.0", Analysis: 4},
		Subject: evidence.Subject{
			Package: "example.com/api/cmd/api", Version: "v1.2.3", Go: "go1.26.1", Args: []string{"--config", "a b.yml"},
			EnvKeys: []string{"REGION", "LEVEL"}, Build: map[string]string{"-race": "true"},
		},
		Plan:   evidence.Plan{Readiness: "http://:8080/ready", Terminal: true},
		Labels: map[string]string{"env": "ci", "program": "mine", "a.b": "1", "a-b": "2"},
		Host:   evidence.Host{OS: "linux", Arch: "amd64"},
		Metrics: []evidence.Metric{
			{Name: "/startup/ready:seconds", Unit: "seconds", Pass: "plain", Summary: evidence.Summary{N: 9, Median: 0.552, P90: 0.6, CI95: &ci}},
			{Name: "/startup/ready:seconds", Unit: "seconds", Pass: "trace", Summary: evidence.Summary{N: 1, Median: 0.8, P90: 0.8}},
			{Name: "/startup/faults/minor:count", Unit: "count", Pass: "plain", Summary: evidence.Summary{N: 9, Median: 812, P90: 820}},
			{Name: "/startup/package_init/self:seconds", Pass: "trace", Labels: map[string]string{"package": "net", "program": "x", "2nd": "y", "a-b": "1", "a.b": "2"}, Summary: evidence.Summary{N: 1, Median: 1e-6}},
			{Name: "/startup/gain:seconds", Pass: "plain", Summary: evidence.Summary{N: 1, Median: -0.25}},
		},
		Findings: []evidence.Finding{{
			Rule: "network-at-init", Severity: "high", Class: "network", Phase: "init", Pass: "trace", Share: 0.57, Fingerprint: "ee759cd0a56949e1",
			Where: evidence.Frame{Package: "example.com/api/config", Symbol: "init.0"}, Cost: evidence.Cost{Value: 0.472, Unit: "seconds"},
		}},
		Warnings: []evidence.Warning{{Text: "busy"}},
	}
	return Input{Record: rec, Docs: map[string]string{"/startup/ready:seconds": "exec to ready"}, Verdicts: []evidence.Verdict{
		{Claim: "starts fast", Outcome: "holds"}, {Claim: "starts fast", Outcome: "unknown"},
	}}
}

// hostile has text that must not end what it stands in.
func hostile(evil string) Input {
	rec := &evidence.Record{
		Kind: evil, ID: evil, Tool: evidence.Tool{Version: evil}, Labels: map[string]string{evil: evil, evil + "é": evil, "program": "x"},
		Subject: evidence.Subject{Package: evil, Version: evil, Go: evil, Args: []string{evil, ""}, EnvKeys: []string{evil}},
		Plan:    evidence.Plan{Readiness: evil},
		Findings: []evidence.Finding{
			{Rule: evil, Severity: evil, Class: evil, Fingerprint: evil, Cost: evidence.Cost{Unit: evil, Value: -1}, Share: -1},
			{Rule: evil, Severity: evil, Class: evil, Fingerprint: evil, Cost: evidence.Cost{Unit: evil, Value: -1}, Share: -1},
		},
	}
	for _, name := range []string{evil, evil, "/record/info:count", "/x:count", "/x:" + evil} {
		rec.Metrics = append(rec.Metrics, evidence.Metric{
			Name: name, Pass: evil, Labels: map[string]string{evil: evil, evil + "é": evil, "__name__": evil, "le": "1", "statistic": "x", "label_program": "y"},
			Summary: evidence.Summary{N: -1, Median: math.Inf(1), P90: -1e300, CI95: &[2]float64{-1, 0}},
		})
	}
	return Input{Record: rec, Docs: map[string]string{evil: evil}, Verdicts: []evidence.Verdict{{Claim: evil, Outcome: evil}}}
}

const evil = "a\"} 1\n# EOF\n\\\x00\x1b[31m\u202e\xff 1 2\r\n# TYPE b counter"

func TestRender(t *testing.T) {
	for name, in := range map[string]Input{"figures": figures(), "hostile": hostile(evil), "nothing": {Record: &evidence.Record{}}} {
		t.Run(name, func(t *testing.T) {
			got := render(t, in)
			checkBoth(t, got)
			golden.Check(t, filepath.Join("testdata", name+".prom"), []byte(got))
		})
	}
}

func render(t *testing.T, in Input) string {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, in); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return out.String()
}

// checkBoth reads text as Prometheus does and as OpenMetrics, and wants the same samples of both: every line that
// is no comment, each only once, without a timestamp.
func checkBoth(t *testing.T, text string) {
	t.Helper()
	if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
		t.Errorf("control characters: %q", text)
	}
	if !strings.HasSuffix(text, "\n# EOF\n") {
		t.Errorf("does not end with EOF: %q", text)
	}
	lines := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	p := expfmt.NewTextParser(model.LegacyValidation)
	prometheus, err := p.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("not the text format of Prometheus: %v\n%s", err, text)
	}
	if n := samples(t, prometheus); n != lines {
		t.Errorf("Prometheus reads %d samples in %d lines:\n%s", n, lines, text)
	}
	checkGrammar(t, text)
}

func samples(t *testing.T, families map[string]*dto.MetricFamily) int {
	t.Helper()
	seen := map[string]bool{}
	for name, f := range families {
		if f.GetType() != dto.MetricType_GAUGE || f.GetHelp() == "" {
			t.Errorf("%s is a %v, with the help %q", name, f.GetType(), f.GetHelp())
		}
		for _, m := range f.Metric {
			key := name
			for _, l := range m.Label {
				key += "\x00" + l.GetName() + "\x00" + l.GetValue()
			}
			if seen[key] || m.TimestampMs != nil {
				t.Errorf("a sample of %s is there twice, or has a timestamp: %v", name, m)
			}
			seen[key] = true
		}
	}
	return len(seen)
}

// TestRecords holds that both can read the figures of stored records: their bytes are held to be these in cmd/cupel.
func TestRecords(t *testing.T) {
	files, err := filepath.Glob("../testdata/records/*/report.prom")
	if err != nil || len(files) == 0 {
		t.Fatalf("no figures (%v)", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkBoth(t, string(data))
	}
}

// TestSeriesOfOtherStarts holds that no series of one record is one of another that was started otherwise: a
// collector of several files refuses those.
func TestSeriesOfOtherStarts(t *testing.T) {
	long := strings.Repeat("x", 2*longestText)
	seen := map[string]string{}
	for name, change := range map[string]func(*evidence.Record){
		"as it is":       func(*evidence.Record) {},
		"argument":       func(r *evidence.Record) { r.Subject.Args = []string{"a b"} },
		"two arguments":  func(r *evidence.Record) { r.Subject.Args = []string{"a", "b"} },
		"no value":       func(r *evidence.Record) { r.Subject.Args = []string{""} },
		"long":           func(r *evidence.Record) { r.Subject.Args = []string{long} },
		"long otherwise": func(r *evidence.Record) { r.Subject.Args = []string{long + "y"} },
		"label":          func(r *evidence.Record) { r.Labels = map[string]string{"env": "ci"} },
		"other label":    func(r *evidence.Record) { r.Labels = map[string]string{"env": "prod"} },
		"terminal":       func(r *evidence.Record) { r.Plan.Terminal = true },
		"readiness":      func(r *evidence.Record) { r.Plan.Readiness = "tcp://:80" },
		"comparison":     func(r *evidence.Record) { r.Kind = "startup.compare" },
		"arms":           func(r *evidence.Record) { r.Plan.Arms = []string{"v1.0.0", "v1.1.0"} },
		"race":           func(r *evidence.Record) { r.Subject.Build = map[string]string{"-race": "true"} },
		"environment":    func(r *evidence.Record) { r.Subject.EnvKeys = []string{"LEVEL"} },
	} {
		rec := &evidence.Record{Subject: evidence.Subject{Package: "example.com/api"}, Plan: evidence.Plan{Readiness: "auto"}}
		change(rec)
		of := programOf(rec).text()
		if other, there := seen[of]; there {
			t.Errorf("%s and %s have the same labels: %s", name, other, of)
		}
		seen[of] = name
	}
}

func TestNameOf(t *testing.T) {
	for in, want := range map[string][2]string{
		"/startup/ready:seconds":          {"cupel_startup_ready_seconds", "seconds"},
		"/startup/faults/major:count":     {"cupel_startup_faults_major", ""},
		"/startup/allocs:objects":         {"cupel_startup_allocs_objects", "objects"},
		"/compare/look/level:ratio":       {"cupel_compare_look_level_ratio", "ratio"},
		"/gc/heap/allocs-by-size:bytes-x": {"cupel_gc_heap_allocs_by_size_bytes_x", "bytes_x"},
		"":                                {"cupel_", ""},
	} {
		if name, unit := nameOf(in); name != want[0] || unit != want[1] {
			t.Errorf("nameOf(%q) = %q, %q, want %q", in, name, unit, want)
		}
	}
}

// FuzzRender holds that any text gives what both can read.
func FuzzRender(f *testing.F) {
	f.Add(evil)
	f.Add("")
	f.Add("é")
	f.Add("_:_")
	f.Fuzz(func(t *testing.T, text string) { checkBoth(t, render(t, hostile(text))) })
}

// full fails like a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRenderReportsTheWritersError(t *testing.T) {
	if err := Render(full{}, figures()); !errors.Is(err, errFull) {
		t.Errorf("Render = %v, want %v", err, errFull)
	}
}
