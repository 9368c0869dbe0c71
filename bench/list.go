package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/report"
)

// A Listing is what is known of the built-in experiments without running any.
type Listing struct {
	Experiments []Listed `json:"experiments"`
}

// Listed is one of them.
type Listed struct {
	Name     string   `json:"name"`
	Question string   `json:"question"`
	Arms     []string `json:"arms"`
	Metrics  []string `json:"metrics"`
}

// List reads the built-in experiments.
func List() (*Listing, error) {
	l := &Listing{}
	for _, name := range Catalogue() {
		f, err := openFolder("", name)
		if err != nil {
			return nil, err
		}
		s, err := readSpec(f.files)
		if err != nil {
			return nil, fmt.Errorf("experiment %s: %w", name, err)
		}
		one := Listed{Name: name, Question: s.Question}
		for _, a := range s.Arms {
			one.Arms = append(one.Arms, a.Name)
		}
		for _, m := range s.Metrics {
			one.Metrics = append(one.Metrics, m.Name)
		}
		l.Experiments = append(l.Experiments, one)
	}
	return l, nil
}

// Document turns the listing into what a user reads.
func (l *Listing) Document() *report.Document {
	t := &report.Table{Columns: []report.Column{{Name: "experiment"}, {Name: "question"}, {Name: "arms"}}}
	for _, e := range l.Experiments {
		t.Rows = append(t.Rows, report.Row(e.Name, e.Question, strings.Join(e.Arms, ", ")))
	}
	return &report.Document{
		Answer:   fmt.Sprintf("%d experiments are built in; cupel bench NAME carries one out", len(l.Experiments)),
		Sections: []report.Section{{Table: t}},
	}
}

// Encode writes the listing as JSON.
func (l *Listing) Encode(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(l)
}

// Claimable is what claims about commands may name.
func Claimable() *claim.Capability { return asClaimed(Outside()) }

// CheckExpectation tells what is wrong with an expectation of commands.
func CheckExpectation(text string, against bool) error {
	_, err := claim.ParseExpectation(text, Claimable(), against)
	return err
}
