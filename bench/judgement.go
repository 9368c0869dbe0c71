package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// A Judgement is what became of published claims.
type Judgement struct {
	Claims   []JudgedClaim
	Notes    []string // when and where each experiment was carried out
	Paths    []string // of records that were stored
	Troubles []error  // of experiments that broke
	Fresh    bool     // the experiments were carried out now
}

// Verdicts are those of all claims.
func (j *Judgement) Verdicts() (all []evidence.Verdict) {
	for i := range j.Claims {
		all = append(all, j.Claims[i].Verdict)
	}
	return all
}

// Document turns the judgement into what a user reads: a table for each topic, and behind them what each claim says.
func (j *Judgement) Document() *report.Document {
	d := &report.Document{Answer: j.answer()}
	var topics []string
	tables := map[string]*report.Table{}
	var words []report.Section
	for i := range j.Claims {
		c := &j.Claims[i]
		t := tables[c.Topic]
		if t == nil {
			topics = append(topics, c.Topic)
			t = &report.Table{Columns: []report.Column{
				{Name: "outcome"}, {Name: "claim"}, {Name: "published"}, {Name: "measured", Align: report.Right}, {Name: "holds if"},
			}}
			tables[c.Topic] = t
		}
		t.Rows = append(t.Rows, report.Row(c.outcome(), c.ID, c.Published.Published, c.measured(), c.limit()))
		words = append(words, c.words())
	}
	for _, topic := range topics {
		d.Sections = append(d.Sections, report.Section{Title: topic, Table: tables[topic]})
	}
	if len(words) > mostWords {
		for i := range words {
			words[i].Aside = "what the claims say"
		}
	}
	d.Sections = append(d.Sections, words...)
	if len(j.Paths) > 0 {
		s := report.Section{Title: "evidence"}
		for _, path := range j.Paths {
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: "record", Value: path, Literal: true})
		}
		d.Sections = append(d.Sections, s)
	}
	for _, err := range j.Troubles {
		d.Notes = append(d.Notes, err.Error())
	}
	d.Notes = append(d.Notes, j.Notes...)
	return d
}

// mostWords is of how many claims all is said at once.
const mostWords = 5

// words are what a claim says, how it was judged, and why the outcome is what it is.
func (c *JudgedClaim) words() report.Section {
	s := report.Section{Title: c.ID, Name: true, Paragraph: c.Says}
	arms := c.Arm
	if len(c.Arms) == 2 {
		arms = c.Arms[1] + " / " + c.Arms[0]
	}
	for _, kv := range [][2]string{
		{"measure", c.Measure + " of " + arms + ", cupel bench " + c.Experiment}, {"found", c.Verdict.Reason}, {"why", c.Why},
	} {
		if kv[1] != "" {
			s.KeyValues = append(s.KeyValues, report.KeyValue{Key: kv[0], Value: strings.TrimSpace(kv[1])})
		}
	}
	return s
}

func (j *Judgement) answer() string {
	n := map[string]int{}
	for i := range j.Claims {
		n[j.Claims[i].Verdict.Outcome]++
	}
	text := fmt.Sprintf("of %d published claims %d hold, %d fail, %d are unknown", len(j.Claims), n[claim.Holds], n[claim.Fails], n[claim.Unknown])
	if len(j.Claims) == 1 {
		text = j.Claims[0].Verdict.Outcome + ": " + j.Claims[0].Says
	}
	if !j.Fresh {
		text += "; cupel claims check judges them on this machine"
	}
	return text
}

// outcome is the verdict's, and the direction where a claim fails that points the right way.
func (c *JudgedClaim) outcome() string {
	if c.Verdict.Outcome == claim.Fails && c.Verdict.Direction != claim.None {
		return c.Verdict.Outcome + ", " + c.Verdict.Direction + " direction"
	}
	return c.Verdict.Outcome
}

// fact reports whether the claim is of something that is so or not, which is counted as 1 or 0.
func (c *JudgedClaim) fact() bool {
	m := c.Verdict.Measured
	return (c.Holds == "== 1" || c.Holds == "== 0") && c.Unit == "count" && m != nil && m[0] == m[1] && (m[0] == 0 || m[0] == 1)
}

// limit is where the claim holds.
func (c *JudgedClaim) limit() string {
	if c.fact() {
		return map[string]string{"== 1": "yes", "== 0": "no"}[c.Holds]
	}
	return c.Holds
}

// measured is our interval.
func (c *JudgedClaim) measured() string {
	m := c.Verdict.Measured
	switch {
	case m == nil:
		return ""
	case c.fact():
		return map[float64]string{1: "yes", 0: "no"}[m[0]]
	case strings.HasPrefix(c.Measure, claim.Ratio) && m[0] == m[1]:
		return fmt.Sprintf("%.3g", m[0])
	case strings.HasPrefix(c.Measure, claim.Ratio):
		return fmt.Sprintf("%.3g–%.3g", m[0], m[1])
	case m[0] == m[1]:
		return unit.Format(m[0], c.Unit)
	}
	return unit.NewScale(c.Unit, m[:]...).Range(m[0], m[1])
}

// Encode writes the judgement as JSON.
func (j *Judgement) Encode(w io.Writer) error {
	type one struct {
		ID         string           `json:"id"`
		Topic      string           `json:"topic"`
		Says       string           `json:"says"`
		Published  string           `json:"published"`
		Experiment string           `json:"experiment"`
		Measure    string           `json:"measure"`
		Holds      string           `json:"holds"`
		Verdict    evidence.Verdict `json:"verdict"`
		Why        string           `json:"why"`
		Record     string           `json:"record,omitempty"`
	}
	out := struct {
		Schema string `json:"schema"`
		Claims []one  `json:"claims"`
	}{"cupel.claims/v1", []one{}}
	for i := range j.Claims {
		c := &j.Claims[i]
		out.Claims = append(out.Claims, one{c.ID, c.Topic, c.Says, c.Published.Published, c.Experiment, c.Measure, c.Holds, c.Verdict, c.Why, c.Record})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
