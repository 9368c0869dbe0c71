package startup

import "github.com/cupelgo/cupel/internal/finding"

var regexpAtInit = cause{
	phase: phaseInit,
	match: calls("regexp.", "regexp/syntax."),
	Rule: finding.Rule{
		Name:  "regexp-at-init",
		Title: "compiles regular expressions in package init",
		Class: "cpu",
		Doc:   "Every start pays for compiling the expressions, also when none is used.",
		Do:    "compile on first use with sync.OnceValue, or use strings functions for simple patterns",
		Before: `var userAgent = regexp.MustCompile(pattern)

func isBot(s string) bool { return userAgent.MatchString(s) }`,
		After: `var userAgent = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })

func isBot(s string) bool { return userAgent().MatchString(s) }`,
		Sources: []string{"https://pkg.go.dev/regexp#MustCompile", "https://pkg.go.dev/sync#OnceValue"},
	},
}
