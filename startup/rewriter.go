package startup

import (
	"io"
	"path"

	"github.com/google/pprof/profile"

	"github.com/cupelgo/cupel/internal/gotrace"
)

// Rewriter returns what copies an artifact of that name and passes the texts in it through f, of those that are neither
// text nor JSON. nil: it is none of this capability.
func Rewriter(name string) func(w io.Writer, r io.Reader, f func(string) string) error {
	switch {
	case name == fileTrace:
		return rewriteTrace
	case isDerived(path.Base(name)):
		return rewriteProfile
	}
	return nil
}

// longestString is what a trace may hold: gotrace.Rewrite keeps the text before where f gives more.
const longestString = 1 << 10 // bytes

// rewriteTrace passes all texts of a trace through f, and cuts what has become too long.
func rewriteTrace(w io.Writer, r io.Reader, f func(string) string) error {
	return gotrace.Rewrite(w, r, func(s string) string {
		changed := f(s)
		return changed[:min(len(changed), longestString)]
	})
}

// rewriteProfile passes all texts of a profile through f.
func rewriteProfile(w io.Writer, r io.Reader, f func(string) string) error {
	p, err := profile.Parse(r)
	if err != nil {
		return err
	}
	for _, m := range p.Mapping {
		m.File, m.BuildID = f(m.File), f(m.BuildID)
	}
	for _, fn := range p.Function {
		fn.Name, fn.SystemName, fn.Filename = f(fn.Name), f(fn.SystemName), f(fn.Filename)
	}
	for _, s := range p.Sample {
		for _, values := range s.Label {
			for i := range values {
				values[i] = f(values[i])
			}
		}
	}
	for i := range p.Comments {
		p.Comments[i] = f(p.Comments[i])
	}
	p.DocURL = f(p.DocURL)
	p.DropFrames, p.KeepFrames = f(p.DropFrames), f(p.KeepFrames)
	return p.Write(w)
}
