package claim

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/manifest"
	"github.com/cupelgo/cupel/internal/stats"
)

// LeastEffect is the least relative difference that claims should be about: smaller ones are those of the order in
// memory, of alignment and of links.
//
// Source: T. Mytkowicz and others, "Producing Wrong Data Without Doing Anything Obviously Wrong!", ASPLOS 2009.
const LeastEffect = 0.03

// The rules of the lint.
const (
	RuleNoDenominator    = "no-denominator"     // percent of what?
	RulePointlessAgainst = "pointless-against"  // a baseline that nothing is compared with
	RuleOtherStatistic   = "other-statistic"    // the name speaks of the mean, the median, a quantile or the worst
	RuleUnitMismatch     = "unit-mismatch"      // the name speaks of another quantity
	RuleTooFewRuns       = "too-few-runs"       // the claim can never be decided
	RuleNoInterval       = "no-interval"        // nothing says how far another measurement would be off
	RuleBelowLeastEffect = "below-least-effect" // nearly always unknown
)

// A Warning is about a claim that can be judged, and yet may not tell what its author wants to know.
type Warning struct {
	At   manifest.Position
	Rule string
	Text string
	Do   string
}

// rules are all of the lint. Each returns what is wrong with a claim and what to do; "" if nothing is.
var rules = []struct {
	name  string
	place func(*Claim) manifest.Position
	look  func(*Claim) (text, do string)
}{
	{RuleNoDenominator, atLimit, percentOfWhat},
	{RulePointlessAgainst, func(c *Claim) manifest.Position { return c.againstAt }, pointlessAgainst},
	{RuleOtherStatistic, atStatistic, otherStatistic},
	{RuleUnitMismatch, atLimit, unitMismatch},
	{RuleTooFewRuns, func(c *Claim) manifest.Position { return c.RunAt }, tooFewRuns},
	{RuleNoInterval, atStatistic, noInterval},
	{RuleBelowLeastEffect, atLimit, belowLeastEffect},
}

func atLimit(c *Claim) manifest.Position     { return c.Expect.limitAt }
func atStatistic(c *Claim) manifest.Position { return c.Expect.statisticAt }

// Lint says what can be said of the claims without running anything, in the order of the claims.
func (f *File) Lint() []Warning {
	var all []Warning
	for i := range f.Claims {
		c := &f.Claims[i]
		for _, rule := range rules {
			if text, do := rule.look(c); text != "" {
				all = append(all, Warning{At: rule.place(c), Rule: rule.name, Text: text, Do: do})
			}
		}
	}
	return all
}

// leastPercent is below what anybody would mean by percent of the whole baseline.
const leastPercent = 0.5

func percentOfWhat(c *Claim) (text, do string) {
	e := &c.Expect
	if !e.percent || e.Statistic != Ratio || e.Limit >= leastPercent {
		return "", ""
	}
	digits := func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
	own := digits(100 * e.Limit)
	return own + "% is a share of the baseline, not a difference to it",
		fmt.Sprintf("write %s for %s%% more than the baseline, %s for %s%% less", digits(1+e.Limit), own, digits(1-e.Limit), own)
}

func pointlessAgainst(c *Claim) (text, do string) {
	e := &c.Expect
	if c.Against == "" || e.Statistic == Ratio || e.Absent != nil && e.Absent.New {
		return "", ""
	}
	do = "leave it out, or expect ratio(…)"
	if e.Absent != nil {
		do = "leave it out, or expect no new finding"
	}
	return "against measures a baseline that the expectation is not about", do
}

func tooFewRuns(c *Claim) (text, do string) {
	runs, ok := givenRuns(c.Words)
	need := c.Expect.Runs()
	if !ok || runs >= need {
		return "", ""
	}
	what := "runs"
	if c.Expect.Statistic == Ratio {
		what = "pairs of runs"
	}
	return fmt.Sprintf("--runs %d is too few: %s needs %d %s at %g %% confidence", runs, c.Expect.statistic(), need, what, 100*level),
		fmt.Sprintf("write --runs %d or leave it out", need)
}

// givenRuns returns what the flag --runs of a command line says, false without. What follows -- is the program's.
func givenRuns(words []string) (int, bool) {
	if i := slices.Index(words, "--"); i >= 0 {
		words = words[:i]
	}
	for i, w := range words {
		value, ok := strings.CutPrefix(w, "--runs=")
		if w == "--runs" && i+1 < len(words) {
			value, ok = words[i+1], true
		}
		if n, err := strconv.Atoi(value); ok && err == nil && n > 0 {
			return n, true
		}
	}
	return 0, false
}

func noInterval(c *Claim) (text, do string) {
	e := &c.Expect
	switch {
	case e.Absent != nil || e.Metric.Exact:
		return "", ""
	case e.Statistic == Min || e.Statistic == Max:
		return e.Statistic + " is that of the runs made: it has no interval, and more runs move it",
			"expect a quantile of it, e.g. " + exampleQuantile(e.Statistic)
	case e.Op == "==" || e.Op == "!=":
		return fmt.Sprintf("%s varies from run to run: it never is one number, and %s says nothing", e.Metric.Name, e.Op),
			"give a bound: <= or >="
	}
	return "", ""
}

// exampleQuantile stands in for an extreme.
func exampleQuantile(statistic string) string {
	if statistic == Min {
		return "p10"
	}
	return fmt.Sprintf("p90, which needs %d runs", stats.RunsForQuantile(0.9, level))
}

func belowLeastEffect(c *Claim) (text, do string) {
	e := &c.Expect
	away := math.Abs(e.Limit - 1)
	if e.Statistic != Ratio || e.Metric.Exact || away >= LeastEffect-1e-9 {
		return "", ""
	}
	limit := formatQuantity(e.Limit, "ratio")
	return fmt.Sprintf("a ratio of %s is within %g %% of 1: equal programs differ by as much, and the verdict is nearly always unknown", limit, 100*LeastEffect),
		fmt.Sprintf("allow for %g %%: %s %s", 100*LeastEffect, e.Op, farther(e))
}

// farther is the nearest limit that can be told from 1, on the side where no difference satisfies the comparison.
func farther(e *Expectation) string {
	if e.Op == ">=" || e.Op == ">" {
		return formatQuantity(1-LeastEffect, "ratio")
	}
	return formatQuantity(1+LeastEffect, "ratio")
}

// String says where it is, what is doubtful and what to do, without the file's name.
func (w Warning) String() string {
	return fmt.Sprintf("%d:%d: %s; %s", w.At.Line, w.At.Column, w.Text, w.Do)
}
