package sarif

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/golden"
)

// home is the main module of the records below.
const home = "example.com/api"

// rules has one of the rules that the findings below are of.
func rules() []finding.Rule {
	return []finding.Rule{{
		Name: "network-at-init", Title: "waits for the network in package init", Class: "network", Doc: "Nothing else can start meanwhile.",
		Do: "Ask when the answer is needed.", Before: "var c = dial()", After: "func c() { dial() }", Sources: []string{"https://go.dev/ref/spec#Package_initialization"},
	}}
}

// places has a finding in every kind of place, and of every severity.
func places() Input {
	in := func(where evidence.Frame, rule, severity string) evidence.Finding {
		return evidence.Finding{
			Rule: rule, Severity: severity, Title: "waits", Class: "network", Phase: "init", Where: where, Pass: "trace", OnPath: true,
			Cost: evidence.Cost{Value: 0.472, Unit: "seconds"}, Share: 0.57, Why: "Nothing else can start.", Do: "ask later",
			Fingerprint: finding.Fingerprint(rule, where.Package, where.Symbol),
		}
	}
	own := evidence.Frame{Package: home + "/config", Module: home, Symbol: "init.0", File: "config/config #1.go", Line: 14}
	dep := evidence.Frame{Package: "example.com/dep/x", Module: "example.com/dep", Version: "v1.2.3", Symbol: "(*T).Do", File: "x/x.go", Line: 3}
	replaced := evidence.Frame{Package: "example.com/fork", Module: "example.com/fork", Symbol: "F", File: "f.go"}
	std := evidence.Frame{Package: "net/http", Module: "std", Version: "go1.26.1", Symbol: "Get", File: "net/http/client.go", Line: 490}
	bare := evidence.Frame{Package: "example.com/bare", Symbol: "G", File: "example.com/bare/g.go", Line: 1}
	away := evidence.Frame{Package: "example.com/away", Symbol: "G", File: "../../../../etc/passwd", Line: 1}
	rec := &evidence.Record{
		Kind: "startup", ID: "20260102T030405Z-0a1b2c", Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Tool:    evidence.Tool{Version: "v0.1.0", Analysis: 4},
		Subject: evidence.Subject{Package: home + "/cmd/api", Module: home},
		Findings: []evidence.Finding{
			in(own, "network-at-init", finding.High), in(own, "network-at-init", finding.High), in(dep, "network-at-init", finding.Medium),
			in(replaced, "network-at-init", finding.Low), in(std, "of-tomorrow", finding.Info), in(bare, "network-at-init", "severe"),
			in(away, "network-at-init", finding.Low), in(evidence.Frame{}, "huge-binary", finding.Low),
		},
		Warnings: []evidence.Warning{{Text: "the machine was busy"}},
		Skipped:  []evidence.Skipped{{What: "page faults", Why: "no permission", Remedy: "run as root"}},
	}
	rec.Findings[0].Chain = []evidence.Frame{own, dep, std}
	rec.Findings[1].Process, rec.Findings[1].Within = "git status", rec.Findings[0].Fingerprint
	rec.Findings[2].Caller, rec.Findings[2].Via = &own, &std
	return Input{Record: rec, Rules: rules(), Verdicts: []evidence.Verdict{
		{Claim: "starts fast", Outcome: "holds"},
		{Claim: "not slower than main", Outcome: "fails", Direction: "opposite", Measured: &[2]float64{1.2, 1.4}},
		{Claim: "small", Outcome: "unknown", Reason: "one run only"},
	}}
}

// hostile has text that must not break out of its place.
func hostile(evil string) Input {
	f := evidence.Frame{Package: evil, Module: evil, Version: evil, Symbol: evil, File: evil, Line: -1}
	rec := &evidence.Record{
		Kind: evil, ID: evil, Tool: evidence.Tool{Version: evil}, Subject: evidence.Subject{Package: evil, Module: evil, File: evil},
		Findings: []evidence.Finding{{
			Rule: evil, Severity: evil, Title: evil, Class: evil, Phase: evil, Where: f, Via: &f, Caller: &f, Chain: []evidence.Frame{f, f},
			Cost: evidence.Cost{Value: -1, Unit: evil}, Share: -1, Pass: evil, Process: evil, Within: evil, Do: evil, Why: evil, Fingerprint: evil,
		}},
		Warnings: []evidence.Warning{{Text: evil}}, Skipped: []evidence.Skipped{{What: evil, Why: evil, Remedy: evil}},
	}
	return Input{Record: rec, Verdicts: []evidence.Verdict{{Claim: evil, Outcome: "fails", Direction: evil, Reason: evil}}}
}

const evil = "[x](http://a.example) ]]></script>\x1b[31m\u202e\x00\xff\u2028::error::a\nb %2e../c:d?#"

func TestRender(t *testing.T) {
	inputs := map[string]Input{
		"places":  places(),
		"hostile": hostile(evil),
		"nothing": {Record: &evidence.Record{}},
		"program": {Record: &evidence.Record{
			Subject:  evidence.Subject{File: "/opt/acme/bin/api", Module: home},
			Findings: []evidence.Finding{{Rule: "huge-binary", Severity: "low"}},
		}},
	}
	for name, in := range inputs {
		t.Run(name, func(t *testing.T) {
			got := render(t, in)
			checkLog(t, got)
			golden.Check(t, filepath.Join("testdata", name+".sarif"), got)
		})
	}
}

func render(t *testing.T, in Input) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, in); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return out.Bytes()
}

// checkLog holds a log to the schema of OASIS and to what GitHub wants beyond it.
func checkLog(t *testing.T, data []byte) {
	t.Helper()
	checkSchema(t, data)
	if !utf8.Valid(data) || bytes.ContainsFunc(data, func(r rune) bool {
		return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}) {
		t.Errorf("control characters or no UTF-8: %q", data)
	}
	var out log
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	for _, r := range out.Runs[0].Tool.Driver.Rules {
		if r.Short.Text == "" || r.Full.Text == "" || r.Help.Text == "" {
			t.Errorf("rule %s lacks a text", r.ID)
		}
		if utf8.RuneCountInString(r.Short.Text) > 1024 || utf8.RuneCountInString(r.Full.Text) > 1024 {
			t.Errorf("rule %s has a description of more than 1,024 characters", r.ID)
		}
	}
	for i := range out.Runs[0].Results {
		checkResult(t, &out.Runs[0].Results[i], &out.Runs[0])
	}
}

// checkResult wants what GitHub shows a result by: a place with a relative path, and what it is known by again.
func checkResult(t *testing.T, r *result, in *run) {
	t.Helper()
	if rules := in.Tool.Driver.Rules; r.RuleIndex < 0 || r.RuleIndex >= len(rules) || rules[r.RuleIndex].ID != r.RuleID {
		t.Errorf("rule %d is not %s", r.RuleIndex, r.RuleID)
	}
	if len(r.Locations) != 1 || r.Locations[0].Physical == nil {
		t.Fatalf("a result of %s without one physical location", r.RuleID)
	}
	at := r.Locations[0].Physical.Artifact
	if at.URI == "" || strings.HasPrefix(at.URI, "/") || strings.HasPrefix(at.URI, "..") || strings.Contains(at.URI, "://") {
		t.Errorf("a result of %s has no relative path: %q", r.RuleID, at.URI)
	}
	if _, ok := in.Bases[at.Base]; !ok {
		t.Errorf("the base %s is not described", at.Base)
	}
	if r.Fingerprints[githubPrint] == "" || r.Message.Text == "" {
		t.Errorf("a result of %s lacks a fingerprint or a message", r.RuleID)
	}
	if r.Kind != kindFail && r.Level != levelNone {
		t.Errorf("a result of the kind %v has the level %v", r.Kind, r.Level)
	}
}

// TestRecords holds the logs of stored records to the schema: their bytes are held to be these in cmd/cupel.
func TestRecords(t *testing.T) {
	files, err := filepath.Glob("../testdata/records/*/report.sarif")
	if err != nil || len(files) == 0 {
		t.Fatalf("no logs (%v)", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		checkLog(t, data)
	}
}

// TestLongText holds that GitHub's limits are kept whatever is said.
func TestLongText(t *testing.T) {
	got := render(t, hostile(strings.Repeat("ä", 70_000)))
	checkLog(t, got)
	short := render(t, hostile("x"))
	if bytes.Equal(got, short) {
		t.Error("the text makes no difference")
	}
}

// FuzzRender holds that any text gives a log of the schema, and twice the same.
func FuzzRender(f *testing.F) {
	f.Add(evil)
	f.Add("a/b.go")
	f.Add("../a")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		got := render(t, hostile(text))
		checkLog(t, got)
		if !bytes.Equal(got, render(t, hostile(text))) {
			t.Error("the same record gives other bytes")
		}
	})
}

// TestFingerprints holds that several alike are told apart, and that the same log comes again with the same ones.
func TestFingerprints(t *testing.T) {
	var all []string
	for _, r := range results(places(), rulesOf(places())) {
		all = append(all, r.Fingerprints[githubPrint])
	}
	if !strings.HasSuffix(all[0], ":1") || strings.TrimSuffix(all[0], ":1")+":2" != all[1] {
		t.Errorf("two alike are %q and %q", all[0], all[1])
	}
}

// full fails like a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRenderReportsTheWritersError(t *testing.T) {
	if err := Render(full{}, places()); !errors.Is(err, errFull) {
		t.Errorf("Render = %v, want %v", err, errFull)
	}
}
