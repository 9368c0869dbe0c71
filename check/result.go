package check

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
)

// Schema names the format of the JSON of a result.
const Schema = "cupel.check/v1"

// Result is what became of the claims of a file.
type Result struct {
	File     string
	Setup    []StepResult // up to the first that did not work
	Claims   []Judged     // in the order of the file
	Troubles []Trouble    // runs that gave no evidence
	Warnings []claim.Warning
	Seconds  float64 // that the runs took
}

// Judged is a claim with its verdict.
type Judged struct {
	Claim   *claim.Claim
	Run     string // the claim's, without secrets
	Verdict evidence.Verdict
	Record  string // path of the evidence; "" where there is none
}

// Trouble is a run that gave no evidence.
type Trouble struct {
	Run string // without secrets
	Why string // the same
}

// Count returns how many claims have the outcome: of claim.Holds, claim.Fails and claim.Unknown.
func (r *Result) Count(outcome string) (n int) {
	for _, j := range r.Claims {
		if j.Verdict.Outcome == outcome {
			n++
		}
	}
	return n
}

// Works reports whether setup worked and every run gave evidence.
func (r *Result) Works() bool { return len(r.Troubles) == 0 && !r.broken() }

// broken reports whether a setup step did not work.
func (r *Result) broken() bool {
	return slices.ContainsFunc(r.Setup, func(s StepResult) bool { return s.Err != nil })
}

// order puts the claims into the order of the file.
func (r *Result) order(f *claim.File) {
	at := func(j Judged) int {
		return slices.IndexFunc(f.Claims, func(c claim.Claim) bool { return c.Name == j.Claim.Name })
	}
	slices.SortFunc(r.Claims, func(a, b Judged) int { return cmp.Compare(at(a), at(b)) })
}

func reasonOf(err error) string {
	if err == nil {
		return "the run gave no verdict"
	}
	return "the run did not work: " + err.Error()
}

// Encode writes the result as JSON.
func (r *Result) Encode(w io.Writer) error {
	type judged struct {
		Run     string `json:"run"`
		Against string `json:"against,omitempty"`
		Expect  string `json:"expect"`
		Line    int    `json:"line"`
		Record  string `json:"record,omitempty"`
		evidence.Verdict
	}
	type step struct {
		Kind    string  `json:"kind"`
		Value   string  `json:"value"`
		Error   string  `json:"error,omitempty"`
		Seconds float64 `json:"seconds"`
	}
	out := struct {
		Schema   string   `json:"schema"`
		File     string   `json:"file"`
		Holds    int      `json:"holds"`
		Fails    int      `json:"fails"`
		Unknown  int      `json:"unknown"`
		Setup    []step   `json:"setup"`
		Claims   []judged `json:"claims"`
		Warnings []string `json:"warnings"`
	}{Schema, r.File, r.Count(claim.Holds), r.Count(claim.Fails), r.Count(claim.Unknown), []step{}, []judged{}, []string{}}
	for _, s := range r.Setup {
		one := step{Kind: s.Step.Kind, Value: s.Step.Value, Seconds: s.Seconds}
		if s.Err != nil {
			one.Error = s.Err.Error()
		}
		out.Setup = append(out.Setup, one)
	}
	for _, j := range r.Claims {
		out.Claims = append(out.Claims, judged{j.Run, j.Claim.Against, j.Claim.Expect.String(), j.Claim.At.Line, j.Record, j.Verdict})
	}
	for _, warning := range r.Warnings {
		out.Warnings = append(out.Warnings, r.File+":"+warning.String())
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}
