package deps

import "github.com/cupelgo/cupel/internal/gosource"

// Options say what is looked at.
type Options struct {
	Dir      string   // "" is the current one
	Env      []string // of the go command: PATH, GOFLAGS, GOOS…
	Patterns []string // as the go command has them; work is every module of the workspace. None is ./...
	GOOS     string   // "" is what the go command would build for
	GOARCH   string
	Tags     []string // instead of those of GOFLAGS
	Tests    bool     // the tests of the packages named
	All      bool     // every platform and tag
	Exact    bool     // take the places of packages from go list; not together with All

	over   *gosource.Overlay // what is read in place of a folder of the disk; nil: nothing
	memory *memory           // nil: nothing is shared with other graphs
}

// wants reports whether a file with this constraint is followed.
func (l *loader) wants(f *File) bool {
	if f.Bad || f.Clause == "documentation" || f.Test && !(l.opt.Tests && l.pkgs[f.Package].root) {
		return false
	}
	return l.followed[f.Constraint] && (l.opt.All || l.context.Cgo || !f.Cgo)
}
