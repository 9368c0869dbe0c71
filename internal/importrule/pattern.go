package importrule

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/manifest"
)

// A Pattern matches import paths.
type Pattern struct {
	Text string // as written
	At   manifest.Position
}

// Std is the pattern of the standard library.
const Std = "std"

// matcher returns what a pattern means in a program.
func (p Pattern) matcher(module string) func(path, of string) bool {
	if p.Text == Std {
		return func(_, of string) bool { return of == Std }
	}
	text := p.Text
	if text == "." || text == "./..." || strings.HasPrefix(text, "./") {
		text = strings.TrimSuffix(module+"/"+strings.TrimPrefix(strings.TrimPrefix(text, "."), "/"), "/")
	}
	if !strings.Contains(text, "...") {
		return func(path, _ string) bool { return path == text }
	}
	re := wildcard(text)
	return func(path, _ string) bool { return re.MatchString(path) }
}

// wildcard is a pattern with ... as the go command reads it: x/... matches x too.
func wildcard(text string) *regexp.Regexp {
	re := strings.ReplaceAll(regexp.QuoteMeta(text), `\.\.\.`, `.*`)
	if rest, ok := strings.CutSuffix(re, `/.*`); ok {
		re = rest + `(/.*)?`
	}
	return regexp.MustCompile(`^` + re + `$`)
}

// within reports whether a pattern is of the main module or the standard library, whose packages are all known: there,
// what matches nothing is a mistake.
func (p Pattern) within(module string) bool {
	first, _, _ := strings.Cut(p.Text, "/")
	return strings.HasPrefix(p.Text, ".") || p.Text == module || strings.HasPrefix(p.Text, module+"/") || !strings.Contains(first, ".")
}

// set is the packages that some patterns match.
type set []bool

// matching returns the packages of a program that patterns match.
func (p *Program) matching(patterns []Pattern) set {
	s := make(set, len(p.Packages))
	for _, pattern := range patterns {
		match := pattern.matcher(p.Module)
		for i := range p.Packages {
			s[i] = s[i] || match(p.Packages[i].Path, p.Packages[i].Module)
		}
	}
	return s
}

// exceptions are the packages that each exception is from and to.
type exceptions []struct{ from, to set }

func (p *Program) exceptions(all []Exception) (x exceptions) {
	for _, e := range all {
		x = append(x, struct{ from, to set }{p.matching([]Pattern{e.From}), p.matching([]Pattern{e.To})})
	}
	return x
}

// has reports whether an import is among the exceptions.
func (x exceptions) has(from, to int32) bool {
	return slices.ContainsFunc(x, func(e struct{ from, to set }) bool { return e.from[from] && e.to[to] })
}
