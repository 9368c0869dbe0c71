package deps

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/licence"
)

// A Licence is what a module's licence files say.
type Licence struct {
	Names string // SPDX identifiers, "unknown" of other texts, "none" without a file
	File  string // the first of the files, relative to the module
}

// licenceNames begin the names of files that hold a licence.
var licenceNames = []string{"license", "licence", "copying", "unlicense", "mit-license"}

func isLicence(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(licenceNames, func(begin string) bool { return strings.HasPrefix(name, begin) }) &&
		!strings.HasSuffix(name, ".go")
}

// licence reads the licence of a module in its own folder, or in the vendor folder.
func (g *Graph) licence(m *Module) Licence {
	dir := m.Dir
	if dir == "" || g.vendor != "" && !m.Main {
		dir = filepath.Join(g.vendor, filepath.FromSlash(m.Path))
	}
	var all []string
	first := ""
	for _, name := range g.files.Names(dir) {
		if !isLicence(name) {
			continue
		}
		data, err := g.files.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue // a folder LICENSES
		}
		if first == "" {
			first = name
		}
		if said := licence.Identify(data).String(); !slices.Contains(all, said) {
			all = append(all, said)
		}
	}
	if len(all) == 0 {
		return Licence{Names: "none"}
	}
	return Licence{strings.Join(all, ", "), first}
}
