package hygiene

import (
	"fmt"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// replacement is a replace directive and where it stands.
type replacement struct {
	file string
	*modfile.Replace
}

// replacements are those that count: of the workspace, and of the main modules.
func (f *Facts) replacements() (all []replacement) {
	if f.Work != nil {
		for _, r := range f.Work.Work.Replace {
			all = append(all, replacement{f.Work.File, r})
		}
	}
	for _, m := range f.Mods {
		for _, r := range m.Mod.Replace {
			all = append(all, replacement{m.File, r})
		}
	}
	return all
}

func (r replacement) hit(format string, args ...any) hit {
	return hit{file: r.file, line: line(r.Syntax), module: r.Old.Path, text: fmt.Sprintf(format, args...)}
}

// replacedByFolder finds folders in go.mod. In a go.work they are what a workspace is for.
func replacedByFolder(f *Facts) (a answer) {
	for _, r := range f.replacements() {
		if r.New.Version == "" && (f.Work == nil || r.file != f.Work.File) {
			a.hits = append(a.hits, r.hit("%s is replaced by the folder %s", spoken(r.Old), r.New.Path))
		}
	}
	return a
}

func replacedByFork(f *Facts) (a answer) {
	for _, r := range f.replacements() {
		switch {
		case r.New.Version == "":
		case r.New.Path != r.Old.Path:
			a.hits = append(a.hits, r.hit("%s is replaced by %s", spoken(r.Old), spoken(r.New)))
		default:
			a.hits = append(a.hits, r.hit("%s is held at %s, whatever its requirements say", spoken(r.Old), r.New.Version))
		}
	}
	return a
}

func replacesNothing(f *Facts) (a answer) {
	for _, r := range f.replacements() {
		if m := f.of(r.Old.Path); m != nil && (r.Old.Version == "" || m.Version.Version == r.Old.Version) {
			continue
		}
		if f.Graph == nil {
			return answer{
				unknown: "the module cache does not hold the go.mod files of the whole module graph",
				remedy:  "go mod graph, which downloads them",
			}
		}
		if v, ok := f.Graph[r.Old.Path]; !ok || r.Old.Version != "" && v != r.Old.Version {
			a.hits = append(a.hits, r.hit("%s is replaced, and not in the build list", spoken(r.Old)))
		}
	}
	return a
}

// spoken is path@version, or the path alone.
func spoken(v module.Version) string { return strings.TrimSuffix(v.Path+"@"+v.Version, "@") }
