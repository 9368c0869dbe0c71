package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
	"github.com/cupelgo/cupel/check"
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
)

// benchCapability is that of runs like bench ./v2 -x, against ./v1 -x.
func benchCapability(sys system, dir string, p *progress) check.Capability {
	return check.Capability{
		Capability: *bench.Claimable(),
		Prepare: func(words []string, in string) (check.Subject, error) {
			return prepareBench(sys, words, in, dir, p)
		},
	}
}

// A benchSubject is a command that claims are about.
type benchSubject struct {
	options bench.RunOptions // with one arm
}

// prepareBench reads the words of a run: flags, then a command with flags of its own.
func prepareBench(sys system, words []string, in, dir string, p *progress) (*benchSubject, error) {
	f := benchRunFlags{}
	cmd := &cobra.Command{Use: "bench"}
	f.register(cmd)
	cmd.Flags().SetInterspersed(false)
	if err := cmd.ParseFlags(words); err != nil {
		return nil, fmt.Errorf("%s; a run has the flags of cupel bench run before the command", strings.TrimPrefix(err.Error(), "pflag: "))
	}
	command := cmd.Flags().Args()
	if len(command) == 0 || len(f.arms)+len(f.params) > 0 || f.expect != "" {
		return nil, errors.New("a run of bench is one command: the other one stands behind against, and what must hold behind expect")
	}
	if !filepath.IsAbs(f.chdir) {
		f.chdir = filepath.Join(in, f.chdir)
	}
	f.dir = dir
	o, err := f.runOptions(sys, p, command[:1])
	if err != nil {
		return nil, err
	}
	if !f.changed("seed") {
		o.Seed = uint64(rand.Uint32())
	}
	o.Arms = []bench.Command{{Name: filepath.Base(command[0]), Words: command}}
	return &benchSubject{o}, nil
}

// MostRuns is how often the command and its baseline are executed at the most.
func (s *benchSubject) MostRuns(r check.Request) int {
	turns := (&comparison.Looks{Exactly: s.options.Turns}).Most() + s.options.WarmUps
	if r.Against == "" {
		return 2 * turns
	}
	return 3 * turns
}

// Measure makes the runs.
func (s *benchSubject) Measure(ctx context.Context, r check.Request) (*check.Measured, error) {
	o := s.options
	if r.Against != "" {
		words, err := claim.Words(r.Against)
		if err != nil {
			return nil, fmt.Errorf("against: %w", err)
		}
		o.Arms = []bench.Command{{Name: "old " + filepath.Base(words[0]), Words: words}, o.Arms[0]}
		o.Settled = r.Settled
	} else if o.Turns == 0 {
		o.Turns = max(r.Least, (&comparison.Looks{}).First())
	}
	o.Judge = func(ev claim.Evidence) []evidence.Verdict { return r.Judge(ev) }
	res, err := bench.Run(ctx, o)
	if err != nil {
		return nil, err
	}
	return &check.Measured{Path: res.Path, Notes: notes(res.Record)}, nil
}
