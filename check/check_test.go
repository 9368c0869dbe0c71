package check

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/manifest"
)

// A fakeSubject measures what it is told to.
type fakeSubject struct {
	words []string
	err   error
	asked *[]Request
}

func (s *fakeSubject) MostRuns(r Request) int { return 20 + r.Least }

func (s *fakeSubject) Measure(_ context.Context, r Request) (*Measured, error) {
	*s.asked = append(*s.asked, r)
	if s.err != nil {
		return nil, s.err
	}
	rec := &evidence.Record{Metrics: []evidence.Metric{
		{Name: "/fake/size:bytes", Unit: "bytes", Pass: "plain", Samples: []float64{1 << 20}, Summary: evidence.Summary{N: 1, Median: 1 << 20}},
		{Name: "/fake/cpu:seconds", Unit: "seconds", Pass: "plain", Samples: []float64{0.1, 0.1}, Summary: evidence.Summary{N: 2, Median: 0.1}},
	}}
	r.Judge(claim.Evidence{Record: rec, CouldSee: func(claim.Filter) string { return "" }})
	return &Measured{Path: "store/" + strings.Join(s.words, "-") + "/evidence.json"}, nil
}

// fake is a capability whose programs crash, cannot be named, or are small.
func fake(asked *[]Request) Capability {
	return Capability{
		Capability: claim.Capability{
			Name: "fake",
			Metrics: []claim.Metric{
				{Name: "/fake/size:bytes", Unit: "bytes", Class: comparison.Bytes, Exact: true, Better: "lower"},
				{Name: "/fake/cpu:seconds", Unit: "seconds", Class: comparison.CPU, Better: "lower"},
			},
			FindingKeys: map[string][]string{"class": {"network"}, "severity": {"high", "low"}},
		},
		Prepare: func(words []string, dir string) (Subject, error) {
			s := &fakeSubject{words: words, asked: asked}
			switch {
			case slices.Contains(words, "--wrong"):
				return nil, errors.New("unknown flag: --wrong")
			case slices.Contains(words, "crash"):
				s.err = errors.New("crash exits with code 7, token hush")
			}
			return s, nil
		},
	}
}

// options are those of a claims file, with a clock that stands still.
func options(t *testing.T, text string) (Options, *[]Request) {
	t.Helper()
	asked := new([]Request)
	k := fake(asked)
	f, err := claim.Parse("cupel.yaml", []byte(text), []claim.Capability{k.Capability})
	if err != nil {
		t.Fatal(err)
	}
	return Options{
		File: f, Capabilities: []Capability{k}, Now: func() time.Time { return time.Time{} },
		Hide: func(text string) string { return strings.ReplaceAll(text, "hush", "[redacted]") },
	}, asked
}

// one is a claim of a file.
func one(name, run, expect, against string) string {
	text := "  - name: " + name + "\n    run: " + run + "\n    expect: " + expect + "\n"
	if against != "" {
		text += "    against: " + against + "\n"
	}
	return text
}

const (
	small = "/fake/size:bytes <= 2MiB"
	large = "/fake/size:bytes >= 2MiB"
	quick = "/fake/cpu:seconds <= 1s"
)

// TestPreview holds which claims share a run: those of the same words, with at most one baseline.
func TestPreview(t *testing.T) {
	o, asked := options(t, "claims:\n"+
		one("a", "fake one", small, "")+
		one("b", "fake two", small, "")+
		one("c", "fake  'one'", quick, "")+
		one("d", "fake one", "ratio(/fake/cpu:seconds) <= 1.1", "git:main")+
		one("e", "fake one", "no new finding", "git:v1")+
		one("f", "fake two --token hush", quick, ""))
	p, err := Preview(o)
	if err != nil {
		t.Fatal(err)
	}
	want := []PlannedRun{
		{Run: "fake one", Against: "git:main", Claims: []string{"a", "c", "d"}, Least: 6, Most: 26},
		{Run: "fake two", Claims: []string{"b"}, Most: 20},
		{Run: "fake one", Against: "git:v1", Claims: []string{"e"}, Most: 20},
		{Run: "fake two --token [redacted]", Claims: []string{"f"}, Least: 6, Most: 26},
	}
	if diff := cmp.Diff(want, p.Runs); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(*asked) != 0 {
		t.Errorf("it has run %d times", len(*asked))
	}
}

// TestMistakes holds that what the capability says of all runs is reported at once, before anything runs.
func TestMistakes(t *testing.T) {
	o, asked := options(t, "claims:\n"+one("a", "fake --wrong one", small, "")+one("b", "fake one", small, "")+one("c", "fake --wrong two", small, ""))
	_, err := Run(context.Background(), o)
	want := "cupel.yaml:3:10: unknown flag: --wrong\ncupel.yaml:9:10: unknown flag: --wrong"
	if mistakes := (*manifest.Errors)(nil); !errors.As(err, &mistakes) || err.Error() != want {
		t.Errorf("Run = %v, want %s", err, want)
	}
	if len(*asked) != 0 {
		t.Errorf("it has run %d times", len(*asked))
	}
}

// TestRun holds verdicts, their order and the first line.
func TestRun(t *testing.T) {
	for _, c := range []struct {
		name, file, answer, outcomes string
		works                        bool
	}{
		{"one holds", one("a", "fake one", small, ""), "the claim holds: a", "holds", true},
		{"all hold", one("a", "fake one", small, "") + one("b", "fake one", "no finding", ""), "all 2 claims hold", "holds holds", true},
		{"one fails", one("a", "fake one", large, ""), "the claim fails: a", "fails", true},
		{"some fail", one("a", "fake one", large, "") + one("b", "fake two", large, "") + one("c", "fake one", small, ""),
			"1 of 3 claims holds, 2 fail: a, …", "fails fails holds", true},
		{"one unknown", one("a", "fake one", quick, ""), "0 of 1 claims hold, 1 is unknown: a", "unknown", true},
		{"of each", one("a", "fake one", quick, "") + one("b", "fake one", large, "") + one("c", "fake one", small, ""),
			"1 of 3 claims holds, 1 fails: b; 1 is unknown: a", "unknown fails holds", true},
		{"a crash", one("a", "fake crash", small, "") + one("b", "fake one", small, "") + one("c", "fake crash", small, ""),
			"1 of 3 claims holds, 2 were not judged: the run did not work: crash exits with code 7, token [redacted]", "unknown holds unknown", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, _ := options(t, "claims:\n"+c.file)
			res, err := Run(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			var outcomes []string
			for _, j := range res.Claims {
				outcomes = append(outcomes, j.Verdict.Outcome)
			}
			if got := strings.Join(outcomes, " "); got != c.outcomes || res.answer() != c.answer || res.Works() != c.works {
				t.Errorf("%s, %q, works %v; want %s, %q, %v", got, res.answer(), res.Works(), c.outcomes, c.answer, c.works)
			}
		})
	}
}

// TestSettled holds when pairs of runs need not go on: when the claims that compare are decided.
func TestSettled(t *testing.T) {
	o, asked := options(t, "claims:\n"+one("a", "fake one", "ratio(/fake/cpu:seconds) <= 1.1", "git:main")+one("b", "fake one", quick, ""))
	if _, err := Run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	pairs := func(by float64) func(string) (comparison.Row, bool) {
		s := comparison.Series{Metric: "/fake/cpu:seconds", Unit: "seconds", Better: "lower", Class: comparison.CPU, Paired: true}
		for i := range 20 {
			base := 1 + 0.001*float64(i%5)
			s.Baseline, s.Candidate, s.Again = append(s.Baseline, base), append(s.Candidate, base*by), append(s.Again, base)
		}
		rows := comparison.Judge([]comparison.Series{s}, comparison.Options{Effect: 0.03, Level: 0.95})
		return func(series string) (comparison.Row, bool) { return comparison.Of(rows, series) }
	}
	for by, want := range map[float64]bool{1: true, 2: true} {
		if got := (*asked)[0].Settled(claim.Evidence{Record: &evidence.Record{}, Pairs: pairs(by)}); got != want {
			t.Errorf("settled at a ratio of %g: %v, want %v", by, got, want)
		}
	}
	if (*asked)[0].Settled(claim.Evidence{Record: &evidence.Record{}}) {
		t.Error("settled without a pair")
	}
}
