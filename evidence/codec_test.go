package evidence_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cupelgo/cupel/evidence"
)

// sample returns a record with something in every kind of field.
func sample() *evidence.Record {
	throttled, load := int64(0), 0.25
	return &evidence.Record{
		Schema:  evidence.Schema,
		Kind:    "startup",
		ID:      "20260102T030405Z-0a1b2c",
		Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Tool:    evidence.Tool{Version: "v0.1.0", Analysis: 1},
		Subject: evidence.Subject{Package: "example.com/a", Build: map[string]string{"-tags": "netgo"}},
		Host:    evidence.Host{OS: "linux", Arch: "amd64", Cores: 2, Throttled: &throttled, Load: &load},
		Plan:    evidence.Plan{Runs: 20, WarmUps: 1, Readiness: "auto"},
		Passes:  []evidence.Pass{{Name: "trace", Runs: 1, Perturbation: &evidence.Perturbation{Wall: &load}}},
		Metrics: []evidence.Metric{{
			Name: "/startup/ready:seconds", Unit: "seconds", Better: "lower", Pass: "plain",
			Samples: []float64{0.812, 0.001},
			Summary: evidence.Summary{N: 2, Median: 0.4065, P90: 0.7309},
		}},
		Findings: []evidence.Finding{{
			Rule: "network-at-init", Severity: "high", Where: evidence.Frame{Package: "example.com/a", Symbol: "(*T[int]).Run<1>"},
			Via: &evidence.Frame{Package: "net"}, Chain: []evidence.Frame{{Package: "example.com/b"}},
			Cost: evidence.Cost{Value: 0.4, Unit: "seconds", CI95: &[2]float64{0.39, 0.42}},
		}},
		Verdicts:  []evidence.Verdict{{Claim: "ready < 1s", Outcome: "holds"}},
		Artifacts: []evidence.Artifact{{Name: "a.trace", Bytes: 3}},
		Warnings:  []evidence.Warning{{Text: "noisy"}},
		Skipped:   []evidence.Skipped{{What: "perf", Why: "denied"}},
	}
}

func encode(t testing.TB, rec *evidence.Record) string {
	t.Helper()
	var out bytes.Buffer
	if err := rec.Encode(&out); err != nil {
		t.Fatalf("Encode: %v", err)
	}
	return out.String()
}

func TestRoundTrip(t *testing.T) {
	want := sample()
	text := encode(t, want)
	got, err := evidence.Decode(strings.NewReader(text))
	if err != nil {
		t.Fatalf("Decode: %v", err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(evidence.Record{})); diff != "" {
		t.Errorf("Decode(Encode(rec)) differs (-want +got):\n%s", diff)
	}
	if !strings.Contains(text, `"(*T[int]).Run<1>"`) {
		t.Errorf("Encode escaped a symbol for HTML:\n%s", text)
	}
	if !strings.HasPrefix(text, "{\n  \"schema\": \"cupel.evidence/v1\",\n  \"kind\"") {
		t.Errorf("Encode does not start with schema and kind:\n%s", text)
	}
}

func TestEncodeEmptyLists(t *testing.T) {
	rec := &evidence.Record{Metrics: []evidence.Metric{{}}}
	text := encode(t, rec)
	for _, name := range []string{"passes", "findings", "verdicts", "artifacts", "warnings", "skipped", "samples"} {
		if !strings.Contains(text, `"`+name+`": []`) {
			t.Errorf("Encode wrote no empty list for %q:\n%s", name, text)
		}
	}
	if rec.Metrics[0].Samples != nil || rec.Schema != "" {
		t.Errorf("Encode changed its record: %+v", rec)
	}
}

func TestEncodeRefusesNaN(t *testing.T) {
	rec := &evidence.Record{Metrics: []evidence.Metric{{Samples: []float64{math.NaN()}}}}
	if err := rec.Encode(new(bytes.Buffer)); err == nil {
		t.Error("Encode of NaN succeeded, want an error")
	}
}

func TestUnknownFieldsAreKept(t *testing.T) {
	rec := decodeFile(t, "testdata/newer.json")
	want, err := os.ReadFile("testdata/newer.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), encode(t, rec)); diff != "" {
		t.Errorf("Encode(Decode(newer.json)) differs (-want +got):\n%s", diff)
	}
}

func TestUnknownFieldsFollowTheirOwner(t *testing.T) {
	rec := decodeFile(t, "testdata/newer.json")
	rec.Findings = append(rec.Findings, evidence.Finding{})
	rec.Passes[1].Perturbation = nil
	text := encode(t, rec)
	for _, gone := range []string{"confidence", "energy", "joules"} {
		if strings.Contains(text, gone) {
			t.Errorf("Encode kept %q though its owner changed or is gone", gone)
		}
	}
	if !strings.Contains(text, "microcode") {
		t.Error("Encode dropped the unknown field of an unchanged object")
	}
}

func decodeFile(t *testing.T, name string) *evidence.Record {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rec, err := evidence.Decode(f)
	if err != nil {
		t.Fatalf("Decode(%s): %v", name, err)
	}
	return rec
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct {
		name, in string
		want     error
		text     string
	}{
		{"empty", ``, evidence.ErrNotRecord, "EOF"},
		{"not JSON", `hello`, evidence.ErrNotRecord, "invalid character"},
		{"list", `[]`, evidence.ErrNotRecord, "want a JSON object"},
		{"other object", `{"name": "x"}`, evidence.ErrNotRecord, "schema is not cupel.evidence/v1"},
		{"other schema", `{"schema": "spdx/v1"}`, evidence.ErrNotRecord, "schema is not"},
		{"schema of another case", `{"Schema": "cupel.evidence/v1"}`, evidence.ErrNotRecord, "schema is not"},
		{"two values", `{"schema": "cupel.evidence/v1"} {}`, evidence.ErrNotRecord, "more data"},
		{"newer major", `{"schema": "cupel.evidence/v2"}`, evidence.ErrFormat,
			"this record was written in format cupel.evidence/v2; update cupel"},
		{"wrong type", `{"schema": "cupel.evidence/v1", "metrics": 3}`, nil, "reading record"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := evidence.Decode(strings.NewReader(test.in))
			if err == nil || !strings.Contains(err.Error(), test.text) {
				t.Fatalf("Decode(%s) = %v, want an error with %q", test.in, err, test.text)
			}
			if test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("Decode(%s) = %v, want cause %v", test.in, err, test.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	newer, err := os.ReadFile("testdata/newer.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(newer)
	f.Add([]byte(encode(f, sample())))
	f.Add([]byte(`{"schema": "cupel.evidence/v1", "KIND": "a", "kind": "b", "subject": {"x": [1e999, -0]}}`))
	f.Add([]byte(`{"schema": "cupel.evidence/v1", "created": "9999-12-31T23:59:59-23:59", "passes": [null, {"a": {}}]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		evidence.Read(bytes.NewReader(in)) // any error is as good as none, but for a panic
		rec, err := evidence.Decode(bytes.NewReader(in))
		if err != nil {
			return
		}
		first := encode(t, rec)
		again, err := evidence.Decode(strings.NewReader(first))
		if err != nil {
			t.Fatalf("Decode of what Encode wrote: %v\n%s", err, first)
		}
		if diff := cmp.Diff(first, encode(t, again)); diff != "" {
			t.Errorf("Encode(Decode(x)) differs from x (-want +got):\n%s", diff)
		}
	})
}

// TestRead: what Decode gives, without what it cannot show.
func TestRead(t *testing.T) {
	text := encode(t, sample())
	got, err := evidence.Read(strings.NewReader(strings.Replace(text, "{", `{"later": 1,`, 1)))
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	if diff := cmp.Diff(sample(), got, cmpopts.IgnoreUnexported(evidence.Record{})); diff != "" {
		t.Errorf("Read(Encode(rec)) differs (-want +got):\n%s", diff)
	}
	for text, want := range map[string]error{
		"": evidence.ErrNotRecord, "[]": evidence.ErrNotRecord, "{}": evidence.ErrNotRecord, "{} {}": evidence.ErrNotRecord,
		`{"schema": 1}`: evidence.ErrNotRecord, `{"schema": "cupel.evidence/v2"}`: evidence.ErrFormat,
	} {
		if _, err := evidence.Read(strings.NewReader(text)); !errors.Is(err, want) {
			t.Errorf("Read(%q) = %v, want %v", text, err, want)
		}
	}
	if _, err := evidence.Read(strings.NewReader(`{"schema": "cupel.evidence/v1", "kind": 1}`)); err == nil {
		t.Error("Read of a kind that is a number succeeded")
	}
}
