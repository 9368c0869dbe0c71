package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/manifest"
	"github.com/cupelgo/cupel/internal/report/text"
	"github.com/cupelgo/cupel/startup"
)

func explainCommand(sys system) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Say what a finding means and how to mend it",
		Long:  "Explain prints what a rule looks for, why it matters, where there is such code before and after, and sources.\nWithout RULE it lists all rules.",
		Args:  atMost(1, "cupel explain regexp-at-init"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, r := range allRules() {
					fmt.Fprintf(sys.text(sys.stdout), "%-22s %s\n", r.Name, r.Title)
				}
				return nil
			}
			for _, r := range allRules() {
				if r.Name == args[0] {
					explain(sys.text(sys.stdout), r, text.Options{Width: width(sys), ASCII: sys.ascii(sys.stdout)})
					return nil
				}
			}
			hint := "cupel explain lists all rules"
			if near := manifest.Nearest(args[0], ruleNames()); near != "" {
				hint = "did you mean " + near + "? " + hint
			}
			return usage(fmt.Errorf("no rule %q", args[0]), hint)
		},
	}
}

// allRules are those of all capabilities.
func allRules() []finding.Rule { return slices.Concat(startup.Rules(), deps.Rules()) }

func ruleNames() []string {
	var names []string
	for _, r := range allRules() {
		names = append(names, r.Name)
	}
	return names
}

func explain(w io.Writer, r finding.Rule, o text.Options) {
	fmt.Fprintf(w, "%s: %s (class %s)\n\n", r.Name, r.Title, r.Class)
	text.Hanging(w, "why     ", r.Doc, o)
	text.Hanging(w, "do      ", r.Do, o)
	if r.Before != "" {
		fmt.Fprintf(w, "\nbefore\n%s\n\nafter\n%s\n", indent(r.Before), indent(r.After))
	}
	if len(r.Sources) > 0 {
		fmt.Fprintf(w, "\nsources\n%s\n", indent(strings.Join(r.Sources, "\n")))
	}
}

func indent(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") }
