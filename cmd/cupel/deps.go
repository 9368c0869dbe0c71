package main

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/internal/store"
)

const depsLong = `Deps reads what imports what, over the packages named and all that they reach, and says how large that is, how deep,
what most of it stands on, which modules weigh most, and where modules or folders import one another in a circle, with the
links to cut. How much code a module links it says of an executable, and how long its init takes if a record was stored.

Packages are named as for the go command; without any it is ./..., and work is every module of the workspace.
Import declarations, go.mod, go.work, vendor/modules.txt and the module cache are read; nothing is built and nothing
downloaded. What cannot be read is a finding, and the rest is still answered.

The rules in the section deps of cupel.yaml are held: layers, imports, lists of modules, limits, and a baseline of what is
known. They are about every package of the main modules, on every platform and with tests, whatever packages are named. So
is what is found in go.mod, go.sum, CI files and the environment. docs/rules.md lists all of it, DESIGN.md has the grammar.
The result is stored as a record; --json prints the graph itself, and stores nothing unless --dir is given.

The exit code is 1 if a rule is broken by something that the baseline does not know, or if there is a finding of the
severity that --fail names, and 2 if the rules have mistakes: a pattern that matches nothing is one.`

const allUsage = "every platform and build tag at once, instead of one"

// depsFlags say which part of a graph is looked at.
type depsFlags struct {
	chdir        string
	goos, goarch string
	tags         []string
	tests, all   bool
	exact        bool
}

func depsCommand(sys system) *cobra.Command {
	var f depsFlags
	var out outputFlags
	var audit auditFlags
	var binary string
	cmd := &cobra.Command{
		Use:   "deps [flags] [PACKAGES]",
		Short: "Say what depends on what",
		Long:  depsLong,
		Example: "  cupel deps\n  cupel deps --all --tests ./...\n  cupel deps --goos windows --json ./cmd/api\n" +
			"  cupel deps --format sarif -o deps.sarif\n  cupel deps --update-ratchet",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(&out); err != nil {
				return err
			}
			if err := audit.check(&out); err != nil {
				return err
			}
			audit.evidence = func(v *deps.View) (*deps.Evidence, error) {
				return measuredOf(v, binary, store.Open(cmp.Or(audit.dir, defaultStore(f.chdir))))
			}
			return audit.audit(cmd.Context(), sys, f.options(sys, args), &out)
		},
	}
	f.register(cmd)
	cmd.Flags().BoolVar(&f.all, "all", false, allUsage)
	cmd.Flags().StringVar(&binary, "binary", "", "executable of these packages: say how much machine code it has of each module")
	cmd.Flags().BoolVar(&f.exact, "exact", false, "take the places of packages from go list: slower, and for one platform only")
	audit.register(cmd)
	out.records = true
	out.register(cmd)
	cmd.Flags().Lookup("json").Usage = "print the graph as JSON instead of text, as --format json"
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "all tables and details")
	cmd.AddCommand(depsWhyCommand(sys), depsCutCommand(sys), depsGraphCommand(sys), depsDiffCommand(sys), depsVerifyCommand(sys))
	return cmd
}

func depsVerifyCommand(sys system) *cobra.Command {
	var f depsFlags
	var out outputFlags
	cmd := &cobra.Command{
		Use:   "verify [flags] [PACKAGES]",
		Short: "Compare the graph with that of go list",
		Long: "Verify reads the graph as cupel deps does, runs go list -e -deps beside it, and compares packages, imports and\n" +
			"the modules that provide them. The exit code is 1 if any differ.",
		Example: "  cupel deps verify ./...\n  cupel deps verify --tests --goos windows ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(&out); err != nil {
				return err
			}
			v, err := deps.Verify(cmd.Context(), f.options(sys, args))
			if err != nil {
				return err
			}
			if err := out.write(sys, v); err != nil {
				return err
			}
			if len(v.Differences) > 0 {
				return &exitError{code: exitFails}
			}
			return nil
		},
	}
	f.register(cmd)
	out.register(cmd)
	cmd.Flags().Lookup("json").Usage = "print the comparison as JSON instead of text, as --format json"
	return cmd
}

func (f *depsFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVarP(&f.chdir, "chdir", "C", "", "look at the packages of this folder")
	fs.StringVar(&f.goos, "goos", "", "operating system that is built for (default: that of the go command)")
	fs.StringVar(&f.goarch, "goarch", "", "architecture that is built for (default: that of the go command)")
	fs.StringSliceVar(&f.tags, "tags", nil, "build tags, instead of those of GOFLAGS")
	fs.BoolVar(&f.tests, "tests", false, "the tests of the packages named, too")
}

func (f *depsFlags) check(out *outputFlags) error {
	if err := checkFolder(f.chdir); err != nil {
		return err
	}
	if f.exact && f.all {
		return usage(errors.New("--exact and --all exclude each other: go list knows one platform at a time"), "")
	}
	return out.check()
}

func (f *depsFlags) options(sys system, args []string) deps.Options {
	var tags []string
	for _, tag := range f.tags {
		tags = append(tags, strings.Fields(tag)...)
	}
	return deps.Options{
		Dir: f.chdir, Env: sys.env, Patterns: args, GOOS: f.goos, GOARCH: f.goarch, Tags: tags,
		Tests: f.tests, All: f.all, Exact: f.exact,
	}
}

// registerView adds the flags of commands whose arguments are names within a graph: what is looked at then comes by a flag.
func (f *depsFlags) registerView(cmd *cobra.Command, packages *[]string) {
	cmd.Flags().BoolVar(&f.all, "all", false, allUsage)
	cmd.Flags().StringSliceVar(packages, "packages", nil, "look at these packages and all that they reach (default: ./...)")
}

// view loads the packages and returns the graph as it was asked for.
func (f *depsFlags) view(ctx context.Context, sys system, out *outputFlags, packages []string) (*deps.View, error) {
	if err := f.check(out); err != nil {
		return nil, err
	}
	g, err := deps.Load(ctx, f.options(sys, packages))
	if err != nil {
		return nil, err
	}
	return g.View(g.Scope()), nil
}
