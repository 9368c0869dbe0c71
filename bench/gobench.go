package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
)

// Defaults of GoOptions.
const (
	DefaultBenchtime = "100ms"
	// DefaultGoBudget is for each benchmark function, as far as all of them together stay below MostGoBudget.
	DefaultGoBudget = time.Minute
	MostGoBudget    = 10 * time.Minute
)

// GoOptions say which benchmarks of a module to compare, and what its arms differ in, which is one of Against, Versions,
// Vars and PGO. Options.Timeout is that of one run of one benchmark function; Options.Budget, for all functions together, is
// spent in turns in which each function runs once an arm, so that all have as many; 0: [DefaultGoBudget] for each function.
type GoOptions struct {
	Options
	Packages []string // as go test takes them

	Against  string   // revision of the repository around Dir: the baseline, the candidate being the files as they are
	Versions []string // of Go, as "1.24" or "1.24.11"; the first is the baseline
	Vars     []string // KEY=VALUE that builds and runs of the candidate have besides
	PGO      string   // profile that the candidate is built with

	Bench     string // regular expression, as of go test -bench; "": all
	Benchtime string // as of go test; "": DefaultBenchtime
	CPUs      string // as of go test -cpu
	Expect    string // of each benchmark that it selects, of each other arm against the first; "": nothing
}

// Go compares benchmarks of a module and stores what it found. A program that cannot be built is a [*BuildError], a
// benchmark that fails an [*ArmError].
func Go(ctx context.Context, o GoOptions) (*Result, error) {
	o.Bench, o.Benchtime = cmp.Or(o.Bench, "."), cmp.Or(o.Benchtime, DefaultBenchtime)
	expect, err := o.check()
	if err != nil {
		return nil, err
	}
	if o.Dir, err = filepath.Abs(cmp.Or(o.Dir, ".")); err != nil {
		return nil, err
	}
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	b := &goBuilder{GoOptions: o, session: session, binaries: filepath.Join(session.Temp(), "benchmarks")}
	if err := os.Mkdir(b.binaries, 0o755); err != nil {
		return nil, err
	}
	if err := b.build(ctx); err != nil {
		return nil, err
	}
	g, err := b.contest(expect)
	if err != nil {
		return nil, err
	}
	if err := g.run(ctx); err != nil {
		return nil, err
	}
	return g.result()
}

// check tells what is wrong with the options before anything is built.
func (o *GoOptions) check() (*claim.Expectation, error) {
	ways := 0
	for _, given := range []bool{o.Against != "", o.Versions != nil, o.Vars != nil, o.PGO != ""} {
		if given {
			ways++
		}
	}
	switch {
	case ways == 0:
		return nil, errors.New("there is nothing to compare with: neither a revision, nor versions of Go, variables or a profile")
	case ways > 1:
		return nil, errors.New("the arms differ in one thing: a revision, versions of Go, variables or a profile")
	case o.Versions != nil && len(o.Versions) < 2:
		return nil, fmt.Errorf("Go %s alone is nothing to compare: name two versions or more", o.Versions[0])
	case len(o.Packages) == 0:
		return nil, errors.New("no packages given")
	}
	if _, _, err := splitBench(o.Bench); err != nil {
		return nil, err
	}
	if err := checkBenchtime(o.Benchtime); err != nil {
		return nil, err
	}
	if _, err := cpuList(o.CPUs); err != nil {
		return nil, err
	}
	if o.Expect == "" {
		return nil, nil
	}
	e, err := parseGoExpectation(o.Expect)
	return &e, err
}

// checkBenchtime wants a duration, or a number of iterations as 100x.
func checkBenchtime(text string) error {
	if n, ok := strings.CutSuffix(text, "x"); ok {
		if i, err := strconv.Atoi(n); err == nil && i > 0 {
			return nil
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return nil
	}
	return fmt.Errorf("benchtime %q: use a duration as 100ms, or a number of iterations as 100x", text)
}

// cpuList reads what -cpu takes.
func cpuList(text string) (all []int, err error) {
	if text == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 1 || slices.Contains(all, n) {
			return nil, fmt.Errorf("cpu %q: use different numbers from 1 on, as 1,2", text)
		}
		all = append(all, n)
	}
	return all, nil
}

// splitBench cuts a regular expression for -bench into that of functions and what is left for benchmarks within them.
func splitBench(text string) (function *regexp.Regexp, within string, err error) {
	first, depth, class := text, 0, false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '(':
			depth++
		case ')':
			depth--
		case '/':
			if depth == 0 && !class && first == text {
				first, within = text[:i], text[i:]
			}
		case '|':
			if depth == 0 && !class && strings.Contains(text, "/") {
				return nil, "", fmt.Errorf("benchmarks %q: put brackets around alternatives where there is a slash, as (A|B)/x", text)
			}
		}
	}
	for element := range strings.SplitSeq(within, "/") {
		if _, err := regexp.Compile(element); err != nil && !strings.ContainsAny(within, "([") {
			return nil, "", fmt.Errorf("benchmarks %q: %w", text, err)
		}
	}
	function, err = regexp.Compile(first)
	if err != nil {
		return nil, "", fmt.Errorf("benchmarks %q: %w", text, err)
	}
	return function, within, nil
}

// contest makes one of what was built.
func (b *goBuilder) contest(expect *claim.Expectation) (*goContest, error) {
	functions, err := b.functions()
	if err != nil {
		return nil, err
	}
	o := b.Options
	if o.Budget == 0 {
		o.Budget = min(time.Duration(len(functions))*DefaultGoBudget, MostGoBudget)
	}
	c := &contest{Options: o, session: b.session, metrics: GoMetrics(), effect: cmp.Or(o.Effect, DefaultEffect), looks: comparison.Looks{Exactly: o.Turns}}
	for _, a := range b.arms {
		c.arms = append(c.arms, arm{about: a.about})
	}
	cpus, err := cpuList(b.CPUs)
	if err != nil {
		return nil, err
	}
	g := &goContest{contest: c, builder: b, functions: functions, cpus: cpus, expect: expect}
	for i, f := range functions {
		g.several = g.several || f.key != functions[0].key
		f.order = experiment.NewBlocks(o.Seed+uint64(i), len(g.parts()))
		f.runs = make([][]goRun, len(g.parts()))
	}
	return g, nil
}
