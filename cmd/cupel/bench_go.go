package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
	"github.com/cupelgo/cupel/internal/comparison"
)

// benchGoFlags are the flags of `cupel bench go` as given.
type benchGoFlags struct {
	benchFlags
	against, versions string
	env               []string
	pgo               string

	bench, benchtime, cpu string
	expect, fail, save    string
}

const benchGoLong = `Go compares the benchmarks of a module as it is now with those at a revision, by several versions of Go, with
variables of the environment or with a profile for PGO. The tests of PACKAGES, or of that in the current folder, are built once for each arm. Then every benchmark
function runs in turns, one arm right after the other in random order, the baseline twice, until it is clear how they
differ.

--go takes versions as 1.24, which is the newest 1.24.x in the module cache, or as 1.24.11. All benchmark functions have the
same number of turns until each is decided, so that --budget is shared fairly.

Measured are /bench/op:seconds, /bench/op/cpu:seconds, /bench/op:bytes, /bench/op/allocs:count and
/bench/throughput:bytes, with the labels benchmark and, of several packages, package; and as /bench/reported/UNIT:count
(or :seconds, :bytes) what benchmarks report themselves. CPU time, which a busy machine disturbs least, is read by a clock
that the build adds to package testing.`

const benchGoExample = `  cupel bench go ./... --against git:origin/main
  cupel bench go --bench 'Encode|Decode' --go 1.25,1.26,1.27 ./codec
  cupel bench go --env GOGC=400 --fail regressed ./...
  cupel bench go --pgo cpu.pprof --expect 'ratio(/bench/op:seconds{benchmark=Encode}) <= 0.95' ./codec
  cupel bench go --against git:HEAD~1 --save samples.txt . && benchstat -col arm samples.txt`

func benchGoCommand(sys system) *cobra.Command {
	f := &benchGoFlags{}
	cmd := &cobra.Command{
		Use:     "go [flags] [PACKAGES...]",
		Short:   "Which benchmarks of a module became faster or slower?",
		Long:    benchGoLong,
		Example: benchGoExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			p := newProgress(sys, f.quiet, f.output.verbose)
			o, err := f.goOptions(sys, p, args)
			if err != nil {
				return err
			}
			res, err := bench.Go(cmd.Context(), o)
			p.done()
			if err != nil {
				return explainedGo(err)
			}
			return f.finishGo(sys, res)
		},
	}
	f.register(cmd)
	return cmd
}

func (f *benchGoFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.against, "against", "", "the baseline: git:REV; the candidate are the files as they are")
	fs.StringVar(&f.versions, "go", "", "versions of Go, as 1.24,1.26,1.27; the first is the baseline")
	fs.StringArrayVar(&f.env, "env", nil, "KEY=VALUE that builds and runs of the candidate have, and those of the baseline do not; may be repeated")
	fs.StringVar(&f.pgo, "pgo", "", "profile that the candidate is built with; the baseline is built without PGO")
	fs.StringVar(&f.bench, "bench", ".", "run only benchmarks that match, as with go test")
	fs.StringVar(&f.benchtime, "benchtime", bench.DefaultBenchtime, "of each benchmark in each run: a duration, or a number of iterations as 100x")
	fs.StringVar(&f.cpu, "cpu", "", "values of GOMAXPROCS, as with go test")
	fs.StringVar(&f.expect, "expect", "", "what must hold of each other arm against the first, as 'ratio(/bench/op:seconds) <= 1.05': of every benchmark that has the labels named")
	fs.StringVar(&f.fail, "fail", "", "exit 1 if a benchmark: regressed")
	fs.StringVar(&f.save, "save", "", "also write the samples to this file in the Go benchmark format")
	f.output.records = true
	f.benchFlags.register(cmd)
	budget := fs.Lookup("budget")
	budget.DefValue = "0s"
	budget.Usage = fmt.Sprintf("for all benchmark functions together, without builds (default: %v for each, %v at the most)", bench.DefaultGoBudget, bench.MostGoBudget)
}

func (f *benchGoFlags) goOptions(sys system, p *progress, args []string) (o bench.GoOptions, err error) {
	if o.Options, err = f.options(sys, p); err != nil {
		return o, err
	}
	if !f.changed("budget") {
		o.Budget = 0
	}
	if err := f.validate(); err != nil {
		return o, err
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	o.Packages, o.Vars, o.PGO = args, f.env, f.pgo
	o.Bench, o.Benchtime, o.CPUs, o.Expect = f.bench, f.benchtime, f.cpu, f.expect
	o.Against, _ = strings.CutPrefix(f.against, gitPrefix)
	if f.versions != "" {
		o.Versions = strings.Split(f.versions, ",")
	}
	if o.PGO != "" && !filepath.IsAbs(o.PGO) { // as seen from here, not from --chdir
		if o.PGO, err = filepath.Abs(o.PGO); err != nil {
			return o, err
		}
	}
	return o, nil
}

func (f *benchGoFlags) validate() error {
	var given []string
	for _, name := range []string{"against", "go", "env", "pgo"} {
		if f.changed(name) {
			given = append(given, "--"+name)
		}
	}
	rev, isGit := strings.CutPrefix(f.against, gitPrefix)
	switch {
	case len(given) == 0:
		return usage(errors.New("there is nothing to compare with: --against, --go, --env or --pgo is missing"), "cupel bench go ./... --against git:origin/main")
	case len(given) > 1:
		return usage(fmt.Errorf("%s exclude each other: arms differ in one thing", strings.Join(given, " and ")), "")
	case f.changed("against") && (!isGit || rev == ""):
		return usage(fmt.Errorf("--against %q: use git:REV", f.against), "--against git:origin/main, git:v1.2.0, git:HEAD~1")
	case f.changed("go") && strings.Count(f.versions, ",") == 0:
		return usage(fmt.Errorf("--go %q: name two versions or more", f.versions), "--go 1.26,1.27")
	case f.fail != "" && f.fail != comparison.Regressed:
		return usage(fmt.Errorf("--fail %q: use %s", f.fail, comparison.Regressed), "")
	case f.changed("pgo") && f.pgo == "":
		return usage(errors.New("--pgo names no file"), "")
	}
	if f.expect != "" {
		if err := bench.CheckGoExpectation(f.expect); err != nil {
			return usage(fmt.Errorf("--expect: %w", err), "--expect 'ratio(/bench/op:seconds) <= 1.05'")
		}
	}
	return cmp.Or(checkFile(f.save), f.output.check())
}

// finishGo shows a result, writes its samples and turns it into the exit code.
func (f *benchGoFlags) finishGo(sys system, res *bench.Result) error {
	if f.save != "" {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(res.Path), res.Benchmarks()))
		if err != nil {
			return err
		}
		if err := writeWhole(f.save, data); err != nil {
			return err
		}
	}
	if err := f.finish(sys, res); err != nil {
		return err
	}
	return (&compareFlags{fail: f.fail}).regressed(res.GoRows())
}

// explainedGo adds what to do about what broke a comparison.
func explainedGo(err error) error {
	var missing *bench.ToolchainError
	if errors.As(err, &missing) {
		return usage(fmt.Errorf("--go: %w", err), missing.Remedy)
	}
	var broken *bench.ArmError
	if errors.As(err, &broken) {
		return usage(err, "--bench leaves benchmarks out, --timeout is that of one run of a function")
	}
	return err
}
