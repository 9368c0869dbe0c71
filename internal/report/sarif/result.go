package sarif

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/unit"
)

// The levels and kinds of SARIF that are in use. Only what is of the kind fail has a level other than none.
const (
	levelError   = "error"
	levelWarning = "warning"
	levelNote    = "note"
	levelNone    = "none"

	kindFail          = "fail"
	kindOpen          = "open"
	kindInformational = "informational"
)

// The outcomes of claims that are told.
const (
	outcomeFails   = "fails"
	outcomeUnknown = "unknown"
)

// The names of fingerprints: Cupel's own, and the only one that GitHub reads.
const (
	ownPrint    = "cupelFinding/v1"
	githubPrint = "primaryLocationLineHash"
)

// results returns the findings, and after them the claims that do not hold.
func results(in Input, rules []rule) []result {
	out := []result{} // never null: that would say that nothing was looked for
	seen := map[string]int{}
	add := func(r result, fingerprint string) {
		r.RuleIndex = slices.IndexFunc(rules, func(one rule) bool { return one.ID == r.RuleID })
		seen[fingerprint]++ // of several alike, e.g. in different child processes, each is told apart
		r.Fingerprints = map[string]string{
			ownPrint: fingerprint, githubPrint: fingerprint + ":" + strconv.Itoa(seen[fingerprint]),
		}
		out = append(out, r)
	}
	for _, f := range in.Record.Findings {
		add(resultOf(f, in.Record), line(f.Fingerprint))
	}
	for _, v := range in.Verdicts {
		if r, ok := verdict(v, in.Record); ok {
			add(r, finding.Fingerprint(r.RuleID, "", v.Claim))
		}
	}
	return out
}

func resultOf(f evidence.Finding, rec *evidence.Record) result {
	r := result{
		RuleID: line(f.Rule), Kind: kindFail, Level: level(f.Severity), Message: message{Text: said(f)},
		Locations: []location{whereOf(f.Where, rec)}, Flows: flow(f.Chain, rec.Subject.Module),
		Properties: properties{
			"severity": line(f.Severity), "class": line(f.Class), "phase": line(f.Phase), "pass": line(f.Pass),
			"cost": evidence.Cost{Value: f.Cost.Value, Unit: line(f.Cost.Unit), CI95: f.Cost.CI95}, "share": f.Share, "onPath": f.OnPath,
		},
	}
	if r.Level == levelNone {
		r.Kind = kindInformational
	}
	for name, value := range map[string]string{"process": f.Process, "within": f.Within} {
		if value != "" {
			r.Properties[name] = line(value)
		}
	}
	for _, other := range []struct {
		what string
		at   *evidence.Frame
	}{{"called from here", f.Caller}, {"by way of this", f.Via}} {
		if other.at == nil {
			continue
		}
		at := frame(*other.at, rec.Subject.Module)
		at.ID, at.Message = len(r.Related)+1, &message{Text: other.what}
		r.Related = append(r.Related, at)
	}
	return r
}

// level is that of a severity. A severity that is not known is shown as a note, not hidden.
func level(severity string) string {
	switch severity {
	case finding.High:
		return levelError
	case finding.Medium:
		return levelWarning
	case finding.Info:
		return levelNone
	}
	return levelNote
}

// said is the message of a finding. Where room is scarce the first sentence alone is shown.
func said(f evidence.Finding) string {
	place := strings.TrimSuffix(f.Where.Package+"."+f.Where.Symbol, ".")
	first := strings.TrimSpace(place + " " + f.Title)
	if f.Cost.Value != 0 {
		first += fmt.Sprintf(": %s, %s of the time to ready in the %s run", unit.Format(f.Cost.Value, f.Cost.Unit), unit.Percent(f.Share), f.Pass)
	}
	parts := []string{first + "."}
	if f.Process != "" {
		parts = append(parts, "In the child process "+f.Process+".")
	}
	if f.Why != "" {
		parts = append(parts, f.Why)
	}
	if f.Do != "" {
		parts = append(parts, "What to do: "+f.Do+".")
	}
	return text(strings.Join(parts, " "))
}

// verdict is the result of a claim; ok is false of one that holds.
func verdict(v evidence.Verdict, rec *evidence.Record) (r result, ok bool) {
	r = result{
		Locations:  []location{{Physical: whole(rec)}},
		Properties: properties{"claim": line(v.Claim), "outcome": line(v.Outcome), "direction": line(v.Direction)},
	}
	if v.Measured != nil {
		r.Properties["measured"] = v.Measured
	}
	switch v.Outcome {
	case outcomeFails:
		r.RuleID, r.Kind, r.Level = claimFails, kindFail, levelError
	case outcomeUnknown:
		r.RuleID, r.Kind, r.Level = claimUnknown, kindOpen, levelNone
	default:
		return r, false
	}
	words := v.Outcome + ": " + v.Claim
	if v.Reason != "" {
		words += ": " + v.Reason
	}
	r.Message = message{Text: text(words)}
	return r, true
}
