package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
	"github.com/cupelgo/cupel/internal/claim"
)

// benchRunFlags are the flags of `cupel bench run` as given.
type benchRunFlags struct {
	benchFlags
	arms                              []string
	params                            []string
	warmUps                           int
	setup, prepare, conclude, cleanup []string
	anyOutput, ignoreFailure          bool
	expect                            string
}

const benchRunLong = `Run compares whole commands. Each is run once a turn, in random order, the first one twice, until it is clear whether the
others are slower than it. Measured are wall time, CPU time and the peak memory of all its processes.

A command is a word or --arm NAME=COMMAND. It is split at blanks, with quotes, and no shell is started; where one is
wanted it is a part of the command: sh -c 'a | b'. All must print the same, else they did not do the same work.`

const benchRunExample = `  cupel bench run --arm 'old=./v1 -x' --arm 'new=./v2 -x'
  cupel bench run --warm-ups 3 'sort big.txt' 'sort --parallel=1 big.txt'
  cupel bench run --param n=1,2,4 --any-output 'xz -{n} -k -c big.txt'
  cupel bench run --prepare 'sync' --expect 'ratio(/bench/rss:bytes) <= 0.5' 'old' 'new'`

func benchRunCommand(sys system) *cobra.Command {
	f := &benchRunFlags{}
	cmd := &cobra.Command{
		Use:     "run [flags] [COMMAND...]",
		Short:   "Which command is better?",
		Long:    benchRunLong,
		Example: benchRunExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			p := newProgress(sys, f.quiet, f.output.verbose)
			o, err := f.runOptions(sys, p, args)
			if err != nil {
				return err
			}
			res, err := bench.Run(cmd.Context(), o)
			p.done()
			if err != nil {
				return f.explained(err)
			}
			return f.finish(sys, res)
		},
	}
	f.register(cmd)
	return cmd
}

func (f *benchRunFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringArrayVar(&f.arms, "arm", nil, "NAME=COMMAND; may be repeated, the first is the baseline")
	fs.StringArrayVarP(&f.params, "param", "P", nil, "NAME=V1,V2,… or NAME=MIN..MAX[:STEP]: an arm for each value, put in for {NAME}; may be repeated")
	fs.IntVarP(&f.warmUps, "warm-ups", "w", 1, "turns before the first that counts")
	fs.StringArrayVar(&f.setup, "setup", nil, "command before the first run; may be repeated")
	fs.StringArrayVarP(&f.prepare, "prepare", "p", nil, "command before each run, untimed; may be repeated")
	fs.StringArrayVar(&f.conclude, "conclude", nil, "command after each run, untimed; may be repeated")
	fs.StringArrayVarP(&f.cleanup, "cleanup", "c", nil, "command after the last run, whatever came before; may be repeated")
	fs.BoolVar(&f.anyOutput, "any-output", false, "arms may print different results")
	fs.BoolVarP(&f.ignoreFailure, "ignore-failure", "i", false, "a run may end with any code")
	fs.StringVar(&f.expect, "expect", "", "what must hold of each other arm against the first, as 'ratio(/bench/rss:bytes) <= 0.5' (default: it is not slower)")
	f.output.records = true
	f.benchFlags.register(cmd)
}

func (f *benchRunFlags) runOptions(sys system, p *progress, args []string) (o bench.RunOptions, err error) {
	if o.Options, err = f.options(sys, p); err != nil {
		return o, err
	}
	o.WarmUps, o.AnyOutput, o.AnyExit, o.Expect = f.warmUps, f.anyOutput, f.ignoreFailure, f.expect
	if f.warmUps < 0 || f.warmUps > mostRuns {
		return o, usage(fmt.Errorf("--warm-ups %d: use 0 to %d", f.warmUps, mostRuns), "")
	}
	if o.Arms, err = f.commands(args); err != nil {
		return o, err
	}
	for _, list := range []struct {
		from []string
		to   *[][]string
		flag string
	}{{f.setup, &o.Setup, "setup"}, {f.prepare, &o.Prepare, "prepare"}, {f.conclude, &o.Conclude, "conclude"}, {f.cleanup, &o.Cleanup, "cleanup"}} {
		for _, line := range list.from {
			words, err := claim.Words(line)
			if err != nil {
				return o, usage(fmt.Errorf("--%s: %w", list.flag, err), shellHint)
			}
			*list.to = append(*list.to, words)
		}
	}
	if f.expect != "" {
		return o, checkExpectation(f.expect, len(o.Arms) > 1)
	}
	return o, nil
}

// shellHint says how to have a shell.
const shellHint = `commands are run without a shell; where one is wanted: sh -c 'a | b'`

func checkExpectation(text string, against bool) error {
	if err := bench.CheckExpectation(text, against); err != nil {
		return usage(fmt.Errorf("--expect: %w", err), "--expect 'ratio(/bench/cpu:seconds) <= 1.05'")
	}
	return nil
}

// commands are the arms: those with names and those without, each for every value of the parameters.
func (f *benchRunFlags) commands(args []string) (all []bench.Command, err error) {
	var named [][2]string // name and command line
	for i, arm := range f.arms {
		name, line, ok := strings.Cut(arm, "=")
		if !ok || name == "" || line == "" {
			return nil, usage(fmt.Errorf("--arm number %d is not NAME=COMMAND", i+1), "--arm 'old=./v1 -x'")
		}
		named = append(named, [2]string{name, line})
	}
	for _, line := range args {
		named = append(named, [2]string{shortName(line, args), line})
	}
	if len(named) == 0 {
		return nil, usage(errors.New("no command given"), "cupel bench run --arm 'old=./v1 -x' --arm 'new=./v2 -x'")
	}
	sets, err := paramSets(f.params)
	if err != nil {
		return nil, err
	}
	times := map[string]int{} // that a name was given
	for _, n := range named {
		words, err := claim.Words(n[1])
		if err != nil {
			return nil, usage(err, shellHint)
		}
		for _, set := range sets {
			c := bench.Command{Name: strings.TrimSpace(n[0] + " " + set.name), Words: set.putAll(words)}
			if times[c.Name]++; times[c.Name] > 1 {
				c.Name = fmt.Sprintf("%s (%d)", c.Name, times[c.Name])
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// shortName is what a command without a name is called: its program, unless another one has the same.
func shortName(line string, all []string) string {
	program := func(line string) string {
		if words, err := claim.Words(line); err == nil {
			return filepath.Base(words[0])
		}
		return line
	}
	for _, other := range all {
		if other != line && program(other) == program(line) {
			return line
		}
	}
	return program(line)
}

// explained adds what to do about an arm that broke the comparison.
func (f *benchRunFlags) explained(err error) error {
	var broken *bench.ArmError
	if !errors.As(err, &broken) {
		return err
	}
	if broken.Unequal {
		return usage(err, "--any-output where they do the same work nevertheless")
	}
	return usage(err, "--ignore-failure where that is as it should be")
}
