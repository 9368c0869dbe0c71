package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
)

const depsCutLong = `Cut says what goes if a dependency is dropped: which imports of the main module must go for it, and which packages and
modules would no longer be reached then.

A dependency is an import path, a folder (./api), a module, std, or any with /... at the end; a path that is a module's
means all its packages. 'A->B', in quotes, drops only what A imports of B. Nothing is changed.`

func depsCutCommand(sys system) *cobra.Command {
	var f depsFlags
	var out outputFlags
	var packages []string
	cmd := &cobra.Command{
		Use:     "cut [flags] DEPENDENCY|A->B",
		Short:   "Say what goes if a dependency or an import is dropped",
		Long:    depsCutLong,
		Example: "  cupel deps cut github.com/spf13/cobra\n  cupel deps cut net/http\n  cupel deps cut './config->./server'",
		Args:    exactly(1, "cupel deps cut github.com/spf13/cobra"),
		RunE: func(cmd *cobra.Command, args []string) error {
			from, to, edge := strings.Cut(args[0], "->")
			if !edge && strings.HasSuffix(args[0], "-") {
				return usage(errors.New(args[0]+" ends in a dash: the shell took > for itself"), "in quotes: 'A->B'")
			}
			v, err := f.view(cmd.Context(), sys, &out, packages)
			if err != nil {
				return err
			}
			if !edge {
				s, err := selected(v, args[0])
				if err != nil {
					return err
				}
				return out.write(sys, v.Cut(s))
			}
			c, err := cutEdge(v, strings.TrimSpace(from), strings.TrimSpace(to))
			if err != nil {
				return err
			}
			return out.write(sys, c)
		},
	}
	f.register(cmd)
	f.registerView(cmd, &packages)
	out.register(cmd)
	cmd.Flags().Lookup("json").Usage = "print the answer as JSON instead of text, as --format json"
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "the packages that go, too")
	return cmd
}

func cutEdge(v *deps.View, from, to string) (*deps.Cut, error) {
	a, err := selected(v, from)
	if err != nil {
		return nil, err
	}
	b, err := selected(v, to)
	if err != nil {
		return nil, err
	}
	return v.CutEdge(a, b), nil
}
