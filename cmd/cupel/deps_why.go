package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
)

const depsWhyLong = `Why prints the shortest ways of imports that lead from A to B, with file and line of each import. Without A they begin
at the programs among the packages looked at, or at all of these if none is a program.

A and B are import paths, folders (./api), modules, std, or any with /... at the end; a path that is a module's means all
its packages. The exit code is 0 whether or not A reaches B, and 2 if there is no such package.`

// waysShown is how many ways are printed unless asked otherwise.
const waysShown = 5

func depsWhyCommand(sys system) *cobra.Command {
	var f depsFlags
	var out outputFlags
	var packages []string
	ways := waysShown
	cmd := &cobra.Command{
		Use:     "why [flags] [A] B",
		Short:   "Say by which imports one package comes to another",
		Long:    depsWhyLong,
		Example: "  cupel deps why net/http\n  cupel deps why ./cmd/api google.golang.org/grpc\n  cupel deps why --all --tests ./... unsafe",
		Args:    oneOrTwo("cupel deps why ./cmd/api net/http"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if ways < 1 {
				return usage(fmt.Errorf("--ways %d: at least 1", ways), "")
			}
			v, err := f.view(cmd.Context(), sys, &out, packages)
			if err != nil {
				return err
			}
			w, err := reasons(v, args, ways)
			if err != nil {
				return err
			}
			return out.write(sys, w)
		},
	}
	f.register(cmd)
	f.registerView(cmd, &packages)
	cmd.Flags().IntVar(&ways, "ways", ways, "print at most so many ways")
	out.register(cmd)
	cmd.Flags().Lookup("json").Usage = "print the answer as JSON instead of text, as --format json"
	return cmd
}

func reasons(v *deps.View, args []string, ways int) (*deps.Why, error) {
	to, err := selected(v, args[len(args)-1])
	if err != nil {
		return nil, err
	}
	var from *deps.Selection
	if len(args) == 2 {
		if from, err = selected(v, args[0]); err != nil {
			return nil, err
		}
	}
	w, err := v.Explain(from, to, ways)
	if err != nil {
		return nil, usage(err, "")
	}
	return w, nil
}

// selected returns what a name means; of an unknown one the hint names the nearest.
func selected(v *deps.View, name string) (*deps.Selection, error) {
	s, err := v.Select(name)
	if unknown := (*deps.NameError)(nil); errors.As(err, &unknown) && unknown.Nearest != "" {
		return nil, usage(err, "did you mean "+unknown.Nearest+"?")
	}
	if err != nil {
		return nil, usage(err, "")
	}
	return s, nil
}
