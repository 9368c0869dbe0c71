package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
)

const claimsLong = `Claims lists claims about Go that were published, by topic: what was said, what an experiment of cupel bench gave when it
was last carried out for this version, whether the claim holds, fails or is unknown by that, and why.

A ratio holds within the bounds that the table shows; "same direction" says that there is an effect of another size.
cupel claims check carries the experiments out on this machine.`

func claimsCommand(sys system) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:     "claims [flags]",
		Short:   "Which published claims about Go hold?",
		Long:    claimsLong,
		Example: "  cupel claims\n  cupel claims check mean-stack-formula",
		Args:    exactly(0, "cupel claims check ID judges a claim on this machine"),
		RunE: func(*cobra.Command, []string) error {
			if err := out.check(); err != nil {
				return err
			}
			j, err := bench.Stored()
			if err != nil {
				return err
			}
			return out.write(sys, j)
		},
	}
	out.register(cmd)
	cmd.Flags().Lookup("json").Usage = "print the claims as JSON instead of text, as --format json"
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "what each claim says, how it was judged, and why")
	cmd.AddCommand(claimsCheckCommand(sys))
	return cmd
}

func claimsCheckCommand(sys system) *cobra.Command {
	f := &benchFlags{}
	cmd := &cobra.Command{
		Use:     "check [flags] [ID...]",
		Short:   "Judge published claims on this machine",
		Long:    "Check carries out the experiments that the claims need, all without an ID, and judges them. The exit code is 1 if one\nfails, 3 if one is unknown.",
		Example: "  cupel claims check\n  cupel claims check mean-stack-formula sw-35pct",
		RunE: func(cmd *cobra.Command, args []string) error {
			p := newProgress(sys, f.quiet, f.output.verbose)
			o, err := f.options(sys, p)
			if err != nil {
				return err
			}
			j, err := bench.Check(cmd.Context(), args, o)
			p.done()
			if errors.Is(err, bench.ErrNoClaim) {
				return usage(err, "cupel claims lists them")
			}
			if err != nil {
				return err
			}
			for i := range j.Paths {
				j.Paths[i] = shortened(j.Paths[i])
			}
			if err := f.output.write(sys, j); err != nil {
				return err
			}
			if len(j.Troubles) > 0 {
				return &exitError{code: exitTrouble}
			}
			return judgedExit(j.Verdicts(), f.unknown == "pass")
		},
	}
	f.register(cmd)
	return cmd
}
