// Package hygiene asks whether what a module's files say of its dependencies is sound: can others build it,
// is what it needs still offered, and is what is downloaded checked?
//
// Its checks are pure functions of [Facts]: files that were read, the build list, and what of each module is
// imported. Nothing is run or downloaded.
//
// # Limitations
//
// Whether a version is retracted or a module deprecated stands in the newest go.mod of that module; only those in the
// module cache are known, and the answer says how many are not. Of CI files lines are read that set a variable; what a
// script computes is not seen.
//
// Sources: the Go modules reference (https://go.dev/ref/mod), on replace, retract, deprecation, go.sum and private
// modules; the documentation of the go command on environment variables.
package hygiene

import (
	"cmp"
	"slices"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
)

// Facts are what the checks look at.
type Facts struct {
	Mods   []Mod             // the main modules: one, or those of the workspace
	Work   *Work             // nil without a workspace
	Sums   []File            // go.sum and go.work.sum
	Build  []Module          // the build list without the main modules; nil if it is not known
	Graph  map[string]string // selected version of each module of the whole graph; nil if it is not known
	Files  []File            // that run the go command or set variables for it: CI configuration, container files, scripts
	Env    []string          // "K=V" as in force for the go command here, what go env -w has set included
	Go     string            // toolchain in use, e.g. "go1.26.1"; "" if not known
	Used   map[string]Use    // by module path; nil if imports are not known
	Unread string            // why some imports of the main modules are not in Used; "" if all are
}

// Mod is the go.mod of a main module.
type Mod struct {
	File string // path to show
	Mod  *modfile.File
}

// Work is a go.work.
type Work struct {
	File string // path to show
	Work *modfile.WorkFile
}

// File is a text that was read.
type File struct {
	Name string // path to show
	Text string
}

// Module is an entry of the build list.
type Module struct {
	module.Version
	Replaced module.Version // what stands in for it; zero if nothing does
	Cached   string         // hash of the zip file in the module cache, "h1:…"; "" if there is none
	Content  string         // hash of its unpacked files there, if it was asked for; "" if not
	Latest   *modfile.File  // go.mod of the newest version that is in the cache; nil if there is none
	Newest   string         // that version
}

// Use is how a module's packages are imported.
type Use struct {
	Direct bool // by a package of a main module
	Tests  bool // by its tests alone
}

// Check looks for one kind of trouble.
type Check struct {
	finding.Rule
	Severity string // unless a hit has one of its own
	look     func(*Facts) answer
}

// answer is what a check found, and what it could not tell.
type answer struct {
	hits    []hit
	unknown string // why some of it is not known; "" if all of it is
	remedy  string
}

// hit is a place.
type hit struct {
	file     string
	line     int
	module   string // which it is about; "" for none
	text     string // one clause, lower case
	severity string // "" for that of the check
}

// Run makes all checks. Findings are of the module home.
func Run(f *Facts, home string) (found []evidence.Finding, skipped []evidence.Skipped) {
	for i := range Checks {
		c := &Checks[i]
		a := c.look(f)
		for _, h := range a.hits {
			found = append(found, c.finding(h, home))
		}
		if a.unknown != "" {
			skipped = append(skipped, evidence.Skipped{What: c.Name, Why: a.unknown, Remedy: a.remedy})
		}
	}
	return finding.Rank(found), skipped
}

func (c *Check) finding(h hit, home string) evidence.Finding {
	return evidence.Finding{
		Rule: c.Name, Severity: cmp.Or(h.severity, c.Severity), Title: h.text, Class: c.Class,
		Where: evidence.Frame{Package: home, Module: home, Symbol: h.module, File: h.file, Line: h.line},
		Do:    c.Do, Why: c.Doc, Fingerprint: finding.Fingerprint(c.Name, home, cmp.Or(h.module, h.text)),
	}
}

// Rules describes all checks.
func Rules() (all []finding.Rule) {
	for i := range Checks {
		all = append(all, Checks[i].Rule)
	}
	return all
}

// of returns the entry of the build list, nil if there is none.
func (f *Facts) of(path string) *Module {
	i := slices.IndexFunc(f.Build, func(m Module) bool { return m.Path == path })
	if i < 0 {
		return nil
	}
	return &f.Build[i]
}

// line is where an entry of a go.mod or go.work begins, 0 if it was not read from a file.
func line(l *modfile.Line) int {
	if l == nil {
		return 0
	}
	return l.Start.Line
}
