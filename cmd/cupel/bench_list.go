package main

import (
	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
)

func benchListCommand(sys system) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "list [flags]",
		Short: "List the built-in experiments",
		Args:  exactly(0, "cupel bench list"),
		RunE: func(*cobra.Command, []string) error {
			if err := out.check(); err != nil {
				return err
			}
			list, err := bench.List()
			if err != nil {
				return err
			}
			return out.write(sys, list)
		},
	}
	out.register(cmd)
	return cmd
}
