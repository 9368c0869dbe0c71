package hygiene

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/cupelgo/cupel/internal/finding"
)

// requirement is a line of a go.mod and where it stands.
type requirement struct {
	file string
	*modfile.Require
}

func (f *Facts) requirements() (all []requirement) {
	for _, m := range f.Mods {
		for _, r := range m.Mod.Require {
			all = append(all, requirement{m.File, r})
		}
	}
	return all
}

func (r requirement) hit(format string, args ...any) hit {
	return hit{file: r.file, line: line(r.Syntax), module: r.Mod.Path, text: fmt.Sprintf(format, args...)}
}

// place is where a module of the build list is required; the first go.mod if no line names it.
func (f *Facts) place(path string) requirement {
	all := f.requirements()
	if i := slices.IndexFunc(all, func(r requirement) bool { return r.Mod.Path == path }); i >= 0 {
		return all[i]
	}
	r := requirement{Require: &modfile.Require{Mod: module.Version{Path: path}}}
	if len(f.Mods) > 0 {
		r.file = f.Mods[0].File
	}
	return r
}

// retracted asks the newest go.mod of each module that is known.
func retracted(f *Facts) (a answer) {
	for i := range f.Build {
		m := &f.Build[i]
		if m.Latest == nil || m.Replaced.Path != "" {
			continue
		}
		for _, r := range m.Latest.Retract {
			if semver.Compare(r.Low, m.Version.Version) <= 0 && semver.Compare(m.Version.Version, r.High) <= 0 {
				a.hits = append(a.hits, f.place(m.Path).hit("%s is retracted%s", spoken(m.Version), because(r.Rationale)))
				break
			}
		}
	}
	a.unknown, a.remedy = f.unseen()
	return a
}

func deprecated(f *Facts) (a answer) {
	for i := range f.Build {
		if m := &f.Build[i]; m.Latest != nil && m.Latest.Module != nil && m.Latest.Module.Deprecated != "" && m.Replaced.Path == "" {
			r := f.place(m.Path)
			h := r.hit("%s is deprecated%s", m.Path, because(m.Latest.Module.Deprecated))
			if r.Indirect {
				h.severity = finding.Low // it is for others to move
			}
			a.hits = append(a.hits, h)
		}
	}
	a.unknown, a.remedy = f.unseen()
	return a
}

// because is a reason on one line, after a colon.
func because(text string) string {
	const most = 200 // characters
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	if text == "" {
		return ""
	}
	return ": " + text
}

// unseen tells of how many modules no go.mod newer than the required one is there.
func (f *Facts) unseen() (why, remedy string) {
	n := 0
	for i := range f.Build {
		m := &f.Build[i]
		if m.Replaced.Path == "" && (m.Latest == nil || semver.Compare(m.Newest, m.Version.Version) <= 0) {
			n++
		}
	}
	if n == 0 {
		return "", ""
	}
	return fmt.Sprintf("of %d of %d modules no go.mod newer than the required one is in the module cache", n, len(f.Build)),
		"go list -m -u -retracted all, which asks the proxy and leaves them there"
}

func unused(f *Facts) (a answer) {
	if why := f.unread(); why != "" {
		return answer{unknown: why}
	}
	for _, r := range f.requirements() {
		if _, ok := f.Used[r.Mod.Path]; !ok && !r.Indirect && !f.isTool(r.Mod.Path) && f.of(r.Mod.Path) != nil {
			a.hits = append(a.hits, r.hit("no package of %s is imported", r.Mod.Path))
		}
	}
	return a
}

// unread is why it is not known that a module is not imported, "" if it is.
func (f *Facts) unread() string {
	switch {
	case f.Used == nil:
		return "which packages are imported is not known"
	case f.Unread != "":
		return "not all imports of the main modules are known: " + f.Unread
	}
	return ""
}

// isTool reports whether a tool directive names a package of the module.
func (f *Facts) isTool(path string) bool {
	for _, m := range f.Mods {
		for _, t := range m.Mod.Tool {
			if t.Path == path || strings.HasPrefix(t.Path, path+"/") {
				return true
			}
		}
	}
	return false
}

func wrongIndirect(f *Facts) (a answer) {
	if why := f.unread(); why != "" {
		return answer{unknown: why}
	}
	for _, r := range f.requirements() {
		use, ok := f.Used[r.Mod.Path]
		switch {
		case !ok || len(f.Mods) > 1 || f.isTool(r.Mod.Path): // who of a workspace imports it is not known
		case r.Indirect && use.Direct:
			a.hits = append(a.hits, r.hit("%s is imported directly, and marked // indirect", r.Mod.Path))
		case !r.Indirect && !use.Direct:
			a.hits = append(a.hits, r.hit("%s is imported by dependencies alone, and not marked // indirect", r.Mod.Path))
		}
	}
	return a
}

// severalMajors looks at modules of which packages are imported, or at all if that is not known.
func severalMajors(f *Facts) (a answer) {
	majors := map[string][]string{}
	var order []string
	for i := range f.Build {
		path := f.Build[i].Path
		if _, used := f.Used[path]; f.Used != nil && !used {
			continue
		}
		prefix, _, ok := module.SplitPathVersion(path)
		if !ok {
			continue
		}
		if majors[prefix] == nil {
			order = append(order, prefix)
		}
		majors[prefix] = append(majors[prefix], path)
	}
	for _, prefix := range order {
		if all := majors[prefix]; len(all) > 1 {
			slices.Sort(all)
			a.hits = append(a.hits, f.place(all[0]).hit("%d major versions are in use: %s", len(all), strings.Join(all, ", ")))
		}
	}
	return a
}

func pseudoVersions(f *Facts) (a answer) {
	for _, r := range f.requirements() {
		if module.IsPseudoVersion(r.Mod.Version) && !r.Indirect && !offersNone(r.Mod.Path) {
			a.hits = append(a.hits, r.hit("%s is required at the commit of %s", r.Mod.Path, r.Mod.Version))
		}
	}
	return a
}

// offersNone reports whether a module by its policy has no releases: https://pkg.go.dev/golang.org/x/exp says so.
func offersNone(path string) bool {
	return path == "golang.org/x/exp" || strings.HasPrefix(path, "golang.org/x/exp/")
}
