package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/host"
)

// specOf reads a built-in experiment.
func specOf(t *testing.T, name string) *spec {
	t.Helper()
	f, err := openFolder("", name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := readSpec(f.files)
	if err != nil {
		t.Fatalf("experiment %s: %v", name, err)
	}
	return s
}

// TestClaims holds that every claim fits its experiment, and that there are enough.
func TestClaims(t *testing.T) {
	all, err := PublishedClaims()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i := range all {
		p := &all[i]
		if seen[p.ID] {
			t.Errorf("claim %s is there twice", p.ID)
		}
		seen[p.ID] = true
		if !slices.Contains(Catalogue(), p.Experiment) {
			t.Errorf("claim %s: no experiment is called %q", p.ID, p.Experiment)
			continue
		}
		if err := p.check(specOf(t, p.Experiment)); err != nil {
			t.Error(err)
		}
	}
	if !slices.IsSortedFunc(all, func(a, b Published) int { return strings.Compare(a.Topic, b.Topic) }) {
		t.Error("the claims are not in the order of their topics")
	}
	if len(all) < 40 {
		t.Errorf("%d claims, want 40 at the least", len(all))
	}
}

// TestPlantedClaims runs, for each claim, arms of which the figures are known: once they lie within what was published
// and once without. The verdict must turn.
func TestPlantedClaims(t *testing.T) {
	all, err := PublishedClaims()
	if err != nil {
		t.Fatal(err)
	}
	gate, err := host.OpenGate(context.Background(), evidence.Host{})
	if err != nil {
		t.Fatal(err)
	}
	defer gate.Close()
	session, err := experiment.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	for i := range all {
		p := &all[i]
		t.Run(p.ID, func(t *testing.T) {
			p.Measure = printable(p.Measure)
			inside, outside := plantedValues(t, p)
			for value, want := range map[float64]string{inside: claim.Holds, outside: claim.Fails} {
				v := p.judge(plant(t, p, value, session, gate))
				if v.Outcome != want {
					t.Errorf("%s of %v %s: %s (%s), want %s", p.Measure, value, p.Holds, v.Outcome, v.Reason, want)
				}
			}
		})
	}
}

// printable is a measure of figures that arms print: what is measured from outside of them cannot be planted exactly.
func printable(measure string) string { return strings.ReplaceAll(measure, "/bench/", "/planted/") }

// plantedSpec is that of an experiment whose arms print all of its metrics.
func plantedSpec(t *testing.T, name string) *spec {
	t.Helper()
	s := specOf(t, name)
	for i := range s.Metrics {
		s.Metrics[i].Name = printable(s.Metrics[i].Name)
	}
	return s
}

// plantedValues are a value with which the claim holds and one with which it fails.
func plantedValues(t *testing.T, p *Published) (inside, outside float64) {
	t.Helper()
	s := plantedSpec(t, p.Experiment)
	bounds, err := p.expectations(s.Metrics)
	if err != nil {
		t.Fatal(err)
	}
	first := bounds[0].Limit
	if len(bounds) == 2 {
		return math.Sqrt(first * bounds[1].Limit), 2 * bounds[1].Limit
	}
	switch bounds[0].Op {
	case "<=", "<":
		return first / 2, 2*first + 1
	case ">=", ">":
		return 2*first + 1, first / 2
	case "==":
		return first, first + 1
	}
	return first + 1, first
}

// plant runs arms that print figures, and returns what a view of them is.
func plant(t *testing.T, p *Published, value float64, session *experiment.Session, gate *host.Gate) *view {
	t.Helper()
	s := plantedSpec(t, p.Experiment)
	bounds, err := p.expectations(s.Metrics)
	if err != nil {
		t.Fatal(err)
	}
	e := bounds[0]
	metric := s.Metrics[slices.IndexFunc(s.Metrics, func(m Metric) bool { return m.Name == e.Metric.Name })]
	labels := ""
	for k, v := range e.Labels {
		labels += "/" + k + "=" + v
	}
	figures := map[string]float64{}
	if p.Arms == nil {
		figures[p.Arm] = value
	} else {
		figures[p.Arms[0]], figures[p.Arms[1]] = 1024, 1024*value
	}
	c := &contest{
		Options: testOptions(t), session: session, gate: gate, metrics: []Metric{metric}, effect: DefaultEffect,
		looks: comparison.Looks{Exactly: 6},
	}
	if metric.Exact {
		c.looks.Exactly = 2
	}
	for _, name := range append([]string{p.Arm}, p.Arms...) {
		if name == "" {
			continue
		}
		line := fmt.Sprintf("BenchmarkPlanted%s 1 %v %s", labels, figures[name], metric.Name)
		c.arms = append(c.arms, arm{
			about:   evidence.Arm{Name: name},
			command: experiment.Command{Path: echo(t), Args: []string{line}},
		})
	}
	if err := c.turns(context.Background()); err != nil {
		t.Fatal(err)
	}
	rec := c.record()
	v := viewOf(rec)
	v.unfit = "" // planted figures do not depend on the machine
	return v
}

// echo is a program that prints what it is told to, sooner than this one could.
func echo(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("echo")
	if err != nil {
		t.Skip(err)
	}
	return path
}

// TestCommitted holds that the record of each experiment is of the experiment as it is; -update carries out those that
// are not, on this machine.
func TestCommitted(t *testing.T) {
	for _, name := range Catalogue() {
		t.Run(name, func(t *testing.T) {
			f, err := openFolder("", name)
			if err != nil {
				t.Fatal(err)
			}
			_, sum, err := f.sources()
			if err != nil {
				t.Fatal(err)
			}
			rec, err := committed(name)
			if err != nil {
				t.Fatal(err)
			}
			if rec != nil && rec.Subject.SHA256 == sum {
				return
			}
			if !golden.Updating() {
				t.Error("there is no record of the experiment as it is: see DESIGN.md")
				return
			}
			record(t, name)
		})
	}
}

// record carries out an experiment and keeps what it gave.
func record(t *testing.T, name string) {
	t.Helper()
	o := testOptions(t)
	o.Budget, o.Timeout, o.Progress = 0, 0, func(s Step) { t.Log(s.Text, s.Done, s.Of) }
	res, err := Experiment(context.Background(), name, o)
	if err != nil {
		t.Fatal(err)
	}
	var whole, out bytes.Buffer // it is a part of the executable: without blanks
	if err := res.Record.Encode(&whole); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&out, whole.Bytes()); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
	if err := os.WriteFile(filepath.Join("records", name+".json"), out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
