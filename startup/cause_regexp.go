package startup

import "github.com/cupelgo/cupel/internal/finding"

// compilesRegexp tells compiling, which is done for every start, from matching.
var compilesRegexp = calls("regexp.MustCompile", "regexp.Compile", "regexp.compile", "regexp/syntax.")

var regexpAtInit = cause{
	phase: phaseInit,
	match: compilesRegexp,
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

var regexpOnPath = cause{
	phase: phaseMain,
	match: compilesRegexp,
	Rule: finding.Rule{
		Name:  "regexp-on-path",
		Title: "compiles regular expressions before it is ready",
		Class: "cpu",
		Doc: "An expression takes from some microseconds to milliseconds to compile, counted repeats " +
			"and Unicode classes most; compiled in a loop or a constructor, they add up.",
		Do: "compile each expression once and share it, on first use with sync.OnceValue; join many " +
			"into one, or use strings functions for simple patterns",
		Before: `for _, r := range rules { r.re = regexp.MustCompile(r.pattern) }`,
		After: `func (r *rule) match(s string) bool {
	r.once.Do(func() { r.re = regexp.MustCompile(r.pattern) })
	return r.re.MatchString(s)
}`,
		Sources: []string{"https://pkg.go.dev/regexp#MustCompile", "https://pkg.go.dev/regexp/syntax"},
	},
}
