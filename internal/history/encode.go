package history

import (
	"encoding/json"
	"io"
	"time"
)

// Schema names the format of Encode.
const Schema = "cupel.history/v1"

type historyJSON struct {
	Schema  string      `json:"schema"`
	Answer  string      `json:"answer"`
	Metric  string      `json:"metric"`
	Since   time.Time   `json:"since"`
	Now     time.Time   `json:"now"`
	Groups  []groupJSON `json:"groups"`
	Skipped []Skipped   `json:"skipped"`
}

type groupJSON struct {
	Program Program           `json:"program"`
	Host    Host              `json:"host"`
	Labels  map[string]string `json:"labels"`
	Unit    string            `json:"unit"`
	State   string            `json:"state"`
	Records []recordJSON      `json:"records"` // the oldest first
	Failed  []Failure         `json:"failed"`  // starts that did not get ready, the oldest first
	Changes []changeJSON      `json:"changes"`
}

type recordJSON struct {
	ID       string           `json:"id"`
	Created  time.Time        `json:"created"`
	Build    string           `json:"build"`
	Analysis int              `json:"analysis"`
	N        int              `json:"n"`
	P50      float64          `json:"p50"`
	P90      float64          `json:"p90"`
	CI95     *[2]float64      `json:"ci95"` // of p50
	Baseline Baseline         `json:"baseline"`
	Scores   map[string]Score `json:"scores"`
	Warnings []string         `json:"warnings"` // what weakens it
}

type changeJSON struct {
	Record  string    `json:"record"` // the first after it
	Created time.Time `json:"created"`
	Before  float64   `json:"before"`
	After   float64   `json:"after"`
	Ratio   float64   `json:"ratio"`
	Records [2]int    `json:"records"` // on either side
}

// Encode writes the history as one JSON object. It has both scores whatever is shown; State is of the one asked for.
func (h *History) Encode(w io.Writer) error {
	out := historyJSON{
		Schema: Schema, Answer: h.Answer(), Metric: h.Metric, Since: h.Since.UTC(), Now: h.Now.UTC(),
		Groups: []groupJSON{}, Skipped: append([]Skipped{}, h.Skipped...),
	}
	for i := range h.Groups {
		out.Groups = append(out.Groups, h.encoded(&h.Groups[i]))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (h *History) encoded(g *Group) groupJSON {
	out := groupJSON{
		Program: g.Program, Host: g.Host, Labels: g.Labels, Unit: g.Unit, State: h.health(g),
		Changes: []changeJSON{}, Failed: append([]Failure{}, g.between(h.Since, time.Time{})...),
	}
	if out.Labels == nil {
		out.Labels = map[string]string{}
	}
	for _, p := range g.Points[g.first:] {
		out.Records = append(out.Records, recordJSON{
			p.Record, p.Created.UTC(), p.Built, p.Analysis, p.N, p.P50, p.P90, p.CI95, p.Baseline,
			map[string]Score{Default: p.Default, Classic: p.Classic}, append([]string{}, p.Warnings...),
		})
	}
	for i := range g.Changes {
		c := &g.Changes[i]
		p := &g.Points[c.Index]
		out.Changes = append(out.Changes, changeJSON{p.Record, p.Created.UTC(), c.Before, c.After, c.Ratio(), c.Records})
	}
	return out
}
