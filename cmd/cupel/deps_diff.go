package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
)

const depsDiffLong = `Diff says how dependencies differ between a revision and the work tree, or between two revisions: packages, imports with
file and line, versions of modules, their licences, and what modules can do now that they could not before: run C code,
start programs, open connections, leave memory safety.

Nothing is checked out. Files that are the same on the disk are read there, and once; of others only those are read that
matter, from git's objects. --format markdown suits a pull request. Licences are told by the texts in the module cache or
the vendor folder, as SPDX identifiers; other texts are unknown. The exit code is 0 whatever differs.`

func depsDiffCommand(sys system) *cobra.Command {
	var f depsFlags
	var out outputFlags
	var packages []string
	cmd := &cobra.Command{
		Use:     "diff [flags] REV [REV]",
		Short:   "Say how dependencies differ between revisions",
		Long:    depsDiffLong,
		Example: "  cupel deps diff origin/main\n  cupel deps diff v1.2.0 v1.3.0\n  cupel deps diff --all --tests --format markdown HEAD~1",
		Args:    oneOrTwo("cupel deps diff origin/main"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(&out); err != nil {
				return err
			}
			to := ""
			if len(args) == 2 {
				to = strings.TrimPrefix(args[1], "git:")
			}
			d, err := deps.Compare(cmd.Context(), f.options(sys, packages), strings.TrimPrefix(args[0], "git:"), to)
			if err != nil {
				return err
			}
			return out.write(sys, d)
		},
	}
	f.register(cmd)
	f.registerView(cmd, &packages)
	out.register(cmd)
	cmd.Flags().Lookup("json").Usage = "print the difference as JSON instead of text, as --format json"
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "all tables and details")
	return cmd
}
