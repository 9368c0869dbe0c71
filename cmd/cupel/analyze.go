package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

func analyzeCommand(sys system) *cobra.Command {
	var out outputFlags
	var dir string
	cmd := &cobra.Command{
		Use:   "analyze [flags] RECORD",
		Short: "Compute the findings of a stored record anew",
		Long: "Analyze reads the evidence of a record and computes its findings with this version of Cupel.\n" +
			"The result is a new record; the old one stays as it is. Nothing is run or measured.\n\n" +
			recordHelp,
		Args: exactly(1, "cupel analyze latest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			if dir == "" {
				dir = defaultStore("")
			}
			s := store.Open(dir)
			return analyze(cmd.Context(), sys, s, args[0], out)
		},
	}
	out.register(cmd)
	registerDir(cmd, &dir)
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "all tables and details")
	return cmd
}

// analyze shows a record computed anew, of whatever kind it is.
func analyze(ctx context.Context, sys system, s *store.Store, ref string, out outputFlags) (err error) {
	l, err := load(ctx, s, ref)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	o := startup.Options{Now: sys.now}
	if l.rec.Kind == startup.KindCompare {
		res, err := startup.AnalyzeComparison(s, l.rec, l.dir, tool(), o)
		if err != nil {
			return err
		}
		res.Path = shortened(res.Path)
		return out.write(sys, res)
	}
	res, err := startup.Analyze(s, l.rec, l.dir, tool(), o)
	if err != nil {
		return err
	}
	res.Path = shortened(res.Path)
	return out.write(sys, res)
}
