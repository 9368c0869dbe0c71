package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// exactly, oneOrTwo and atMost say what a command takes; the hint is an example that works.
func exactly(n int, hint string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usage(fmt.Errorf("%d arguments given, %d wanted", len(args), n), hint)
		}
		return nil
	}
}

func oneOrTwo(hint string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) < 1 || len(args) > 2 {
			return usage(fmt.Errorf("%s given, one or two wanted", counted(len(args), "argument")), hint)
		}
		return nil
	}
}

func atMost(n int, hint string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return usage(fmt.Errorf("%d arguments given, at most %d wanted", len(args), n), hint)
		}
		return nil
	}
}

// checkFolder tells of a wrong -C.
func checkFolder(dir string) error {
	if info, err := os.Stat(dir); dir != "" && (err != nil || !info.IsDir()) {
		return usage(fmt.Errorf("-C %s: no such folder", dir), "")
	}
	return nil
}

// atDash divides arguments into those of the command and, after --, those of its targets.
func atDash(cmd *cobra.Command, args []string) (own, targets []string) {
	if dash := cmd.ArgsLenAtDash(); dash >= 0 {
		return args[:dash], args[dash:]
	}
	return args, nil
}
