package hygiene

import (
	"fmt"
	"go/version"
)

// toolchainLines compares the lines of each go.mod, those of the workspace, and the toolchain in use.
func toolchainLines(f *Facts) (a answer) {
	newest := "" // go line of the main modules
	for _, m := range f.Mods {
		if m.Mod.Go == nil {
			a.hits = append(a.hits, hit{file: m.File, line: 1, text: "there is no go line: the language is that of go1.16"})
			continue
		}
		lang := "go" + m.Mod.Go.Version
		if version.Compare(lang, newest) > 0 {
			newest = lang
		}
		if t := m.Mod.Toolchain; t != nil && version.IsValid(t.Name) && version.Compare(t.Name, lang) <= 0 {
			a.hits = append(a.hits, hit{file: m.File, line: line(t.Syntax),
				text: fmt.Sprintf("toolchain %s is not newer than go %s, and does nothing", t.Name, m.Mod.Go.Version)})
		}
		if f.Go != "" && version.Compare(lang, f.Go) > 0 {
			a.hits = append(a.hits, hit{file: m.File, line: line(m.Mod.Go.Syntax),
				text: fmt.Sprintf("go %s is newer than the toolchain in use, %s", m.Mod.Go.Version, f.Go)})
		}
	}
	if f.Work != nil && f.Work.Work.Go != nil && version.Compare("go"+f.Work.Work.Go.Version, newest) < 0 {
		a.hits = append(a.hits, hit{file: f.Work.File, line: line(f.Work.Work.Go.Syntax),
			text: fmt.Sprintf("go %s is older than %s of a module in the workspace, which the go command refuses", f.Work.Work.Go.Version, newest)})
	}
	return a
}
