package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/check"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/manifest"
	"github.com/cupelgo/cupel/internal/secret"
)

// checkFlags are the flags of `cupel check` as given.
type checkFlags struct {
	file    string
	dryRun  bool
	junit   string
	unknown string
	dir     string
	output  outputFlags
	quiet   bool
}

// claimsName is the file that is looked for.
const claimsName = "cupel.yaml"

const checkLong = `Check reads the claims in FILE, runs what they name and judges each: it holds, it fails, or that is unknown.
Without FILE it looks for cupel.yaml in the current folder and those above it, up to the repository's root.

The exit code is 0 if all claims hold, 1 if one fails, 2 if the file is wrong, setup does not work or a
program does not get ready, and 3 if a claim is unknown (--unknown=pass turns that to 0).

In GitHub Actions the result is also added to the job's summary, and claims that fail are annotated.
DESIGN.md has the grammar of claims; cupel init writes a file to begin with.`

const checkExample = `  cupel check
  cupel check --dry-run
  cupel check --junit junit.xml ci/cupel.yaml`

func checkCommand(sys system) *cobra.Command {
	f := &checkFlags{}
	cmd := &cobra.Command{
		Use:     "check [flags] [FILE]",
		Short:   "Does what we wrote down still hold?",
		Long:    checkLong,
		Example: checkExample,
		Args:    atMost(1, "cupel check"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				f.file = args[0]
			}
			return f.run(cmd.Context(), sys)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.BoolVar(&f.dryRun, "dry-run", false, "read the file, say what would be run and what is doubtful about the claims, run nothing")
	fs.StringVar(&f.unknown, "unknown", "fail", "what unknown claims do to the exit code: fail|pass")
	fs.StringVar(&f.junit, "junit", "", "also write the result to this file as JUnit XML")
	f.output.register(cmd)
	registerDir(cmd, &f.dir)
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on stderr")
	fs.BoolVarP(&f.output.verbose, "verbose", "v", false, "all tables and details; every step on a line of its own on stderr")
	return cmd
}

func (f *checkFlags) run(ctx context.Context, sys system) error {
	if err := f.validate(); err != nil {
		return err
	}
	p := newProgress(sys, f.quiet, f.output.verbose)
	o, err := f.options(sys, p)
	if err != nil {
		return err
	}
	if f.dryRun {
		return f.preview(sys, o)
	}
	res, err := check.Run(ctx, o)
	p.done()
	if err != nil {
		return mistaken(err)
	}
	for i := range res.Claims {
		res.Claims[i].Record = shortened(res.Claims[i].Record)
	}
	if err := f.output.write(sys, res); err != nil {
		return err
	}
	if err := f.publish(sys, res); err != nil {
		return err
	}
	return f.outcome(res)
}

func (f *checkFlags) validate() error {
	switch {
	case f.unknown != "fail" && f.unknown != "pass":
		return usage(fmt.Errorf("--unknown %q: use fail or pass", f.unknown), "")
	case f.quiet && f.output.verbose:
		return usage(errors.New("--quiet and --verbose exclude each other"), "")
	case f.dryRun && (f.output.json || f.output.file != "" || f.junit != ""):
		return usage(errors.New("--dry-run judges nothing: --json, -o and --junit have no effect with it"), "")
	}
	return cmp.Or(checkFile(f.junit), f.output.check())
}

// options reads the claims.
func (f *checkFlags) options(sys system, p *progress) (check.Options, error) {
	path, err := f.find()
	if err != nil {
		return check.Options{}, err
	}
	data, err := readClaims(path)
	if err != nil {
		return check.Options{}, usage(fmt.Errorf("reading the claims: %w", err), "cupel init writes a file to begin with")
	}
	all := capabilities(sys, f.dir, p)
	var known []claim.Capability
	for _, c := range all {
		known = append(known, c.Capability)
	}
	file, err := claim.Parse(shortened(path), data, known)
	if err != nil {
		return check.Options{}, mistaken(err)
	}
	return check.Options{
		File: file, Capabilities: all, Env: sys.env, Now: sys.now, Progress: p.line, Hide: hideIn(sys, file),
	}, nil
}

// readClaims reads no more of a file than tells that it is too large.
func readClaims(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, manifest.MostBytes+1))
}

// hideIn returns what takes the secrets of a claims file out of a text: those in its command lines and URLs.
func hideIn(sys system, file *claim.File) func(string) string {
	var words []string
	for _, c := range file.Claims {
		words = append(words, c.Words...)
	}
	for _, s := range file.Setup {
		words = append(append(words, s.Words...), s.Value)
	}
	env := slices.Clone(sys.env)
	for _, w := range words {
		env = append(env, strings.TrimPrefix(w, "--env="))
	}
	longest := slices.Clone(words) // first: another one may begin it
	slices.SortFunc(longest, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, w := range longest {
		if hidden := secret.Settings(secret.Hide(w, words, env)); hidden != w {
			pairs = append(pairs, w, hidden)
		}
	}
	whole := strings.NewReplacer(pairs...)
	return func(text string) string { return secret.Hide(whole.Replace(text), words, env) }
}

// mistaken puts a line before several mistakes, so that each of them begins a line.
func mistaken(err error) error {
	var e *manifest.Errors
	if errors.As(err, &e) && len(e.List) > 1 {
		err = fmt.Errorf("%d mistakes in the claims:\n%w", len(e.List)+e.More, e)
	}
	return usage(err, "")
}

// find returns the claims file: the one that was named, else the nearest one upwards to the repository's root.
func (f *checkFlags) find() (string, error) {
	if f.file != "" {
		return filepath.Abs(f.file)
	}
	here, err := filepath.Abs(".")
	if err != nil {
		return "", err
	}
	for at := here; ; at = filepath.Dir(at) {
		path := filepath.Join(at, claimsName)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		_, err := os.Stat(filepath.Join(at, ".git"))
		if err == nil || at == filepath.Dir(at) {
			return "", usage(fmt.Errorf("there is no %s here, nor in a folder above up to %s", claimsName, at), "cupel init writes one")
		}
	}
}

// preview says what would be run.
func (f *checkFlags) preview(sys system, o check.Options) error {
	p, err := check.Preview(o)
	if err != nil {
		return mistaken(err)
	}
	fmt.Fprintf(sys.stdout, "would judge %s of %s by %s\n", counted(len(o.File.Claims), "claim"), o.File.Path, counted(len(p.Runs), "run"))
	for _, s := range o.File.Setup {
		fmt.Fprintf(sys.stdout, "setup      %s %s\n", s.Kind, o.Hide(s.Value))
	}
	for _, r := range p.Runs {
		against := ""
		if r.Against != "" {
			against = ", in turns with " + r.Against
		}
		fmt.Fprintf(sys.stdout, "run        %s%s: up to %s", r.Run, against, times(r.Most))
		if r.Least > 0 {
			fmt.Fprintf(sys.stdout, "; its claims need %d plain runs", r.Least)
		}
		fmt.Fprintf(sys.stdout, "\n           for: %s\n", strings.Join(r.Claims, "; "))
	}
	for _, w := range p.Warnings {
		fmt.Fprintf(sys.stdout, "doubtful   %s:%s\n", o.File.Path, w.String())
	}
	return nil
}

// counted is a number of things.
func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// outcome turns the verdicts into the exit code. Everything was said in the report.
func (f *checkFlags) outcome(res *check.Result) error {
	switch {
	case !res.Works():
		return &exitError{code: exitTrouble}
	case res.Count(claim.Fails) > 0:
		return &exitError{code: exitFails}
	case res.Count(claim.Unknown) > 0 && f.unknown != "pass":
		return &exitError{code: exitUnknown}
	}
	return nil
}
