package check

import (
	"encoding/json"
	"io"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
)

// Schema names the format of the JSON of a result.
const Schema = "cupel.check/v1"

// An encoded is a result as JSON.
type encoded struct {
	Schema   string          `json:"schema"`
	File     string          `json:"file"`
	Holds    int             `json:"holds"`
	Fails    int             `json:"fails"`
	Unknown  int             `json:"unknown"`
	Setup    []encodedStep   `json:"setup"`
	Claims   []encodedJudged `json:"claims"`
	Warnings []string        `json:"warnings"`
}

type encodedStep struct {
	Kind    string  `json:"kind"`
	Value   string  `json:"value"`
	Error   string  `json:"error,omitempty"`
	Seconds float64 `json:"seconds"`
}

type encodedJudged struct {
	Run     string `json:"run"`
	Against string `json:"against,omitempty"`
	Expect  string `json:"expect"`
	Line    int    `json:"line"`
	Record  string `json:"record,omitempty"`
	evidence.Verdict
}

// Encode writes the result as JSON.
func (r *Result) Encode(w io.Writer) error {
	out := encoded{
		Schema: Schema, File: r.File, Holds: r.Count(claim.Holds), Fails: r.Count(claim.Fails), Unknown: r.Count(claim.Unknown),
		Setup: []encodedStep{}, Claims: []encodedJudged{}, Warnings: []string{},
	}
	for _, s := range r.Setup {
		one := encodedStep{Kind: s.Step.Kind, Value: s.Step.Value, Seconds: s.Seconds}
		if s.Err != nil {
			one.Error = s.Err.Error()
		}
		out.Setup = append(out.Setup, one)
	}
	for _, j := range r.Claims {
		out.Claims = append(out.Claims, encodedJudged{j.Run, j.Claim.Against, j.Claim.Expect.String(), j.Claim.At.Line, j.Record, j.Verdict})
	}
	for _, warning := range r.Warnings {
		out.Warnings = append(out.Warnings, r.File+":"+warning.String())
	}
	out.Warnings = append(out.Warnings, r.Notes...)
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}
