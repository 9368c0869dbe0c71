package main

import (
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
			"RECORD is an id or the beginning of one, a path, or latest.",
		Args: exactly(1, "cupel analyze latest"),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			if dir == "" {
				dir = defaultStore("")
			}
			s := store.Open(dir)
			rec, _, err := s.Load(args[0])
			if err != nil {
				return err
			}
			if rec.Kind == startup.KindCompare {
				res, err := startup.AnalyzeComparison(s, args[0], tool(), startup.Options{Now: sys.now})
				if err != nil {
					return err
				}
				res.Path = shortened(res.Path)
				return out.write(sys, res)
			}
			res, err := startup.Analyze(s, args[0], tool(), startup.Options{Now: sys.now})
			if err != nil {
				return err
			}
			res.Path = shortened(res.Path)
			return out.write(sys, res)
		},
	}
	out.register(cmd)
	registerDir(cmd, &dir)
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "all tables and details")
	return cmd
}
