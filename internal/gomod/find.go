package gomod

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// A Place is where a package lies.
type Place struct {
	Module int // index in Build.Modules
	Dir    string
}

// A located module is where its source lies, or why it is not there.
type located struct {
	dir   string
	local bool // a folder of the user, in which other modules may lie
	err   error
}

// ErrNoModule is the error for an import path that no module provides.
var ErrNoModule = errors.New("no required module provides it")

// Map returns the import path that an import means: within the standard library those of golang.org/x mean
// its own copies.
func (b *Build) Map(importer string, fromStd bool, imported string) string {
	if !fromStd || isStd(imported) {
		return imported
	}
	vendored := path.Join("vendor", imported)
	if importer == "cmd" || strings.HasPrefix(importer, "cmd/") {
		vendored = path.Join("cmd", vendored)
	}
	if b.folders.IsDir(filepath.Join(b.std, filepath.FromSlash(vendored))) {
		return vendored
	}
	return imported
}

// isStd reports whether a path has the form of the standard library's.
func isStd(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

// Find returns where the package of an import path lies. The error says why that is not known.
func (b *Build) Find(importPath string) (Place, error) {
	if err := checkPath(importPath); err != nil {
		return Place{}, err
	}
	var found []Place
	if isStd(importPath) {
		if dir := below(b.std, importPath); b.folders.HasGo(dir) {
			found = append(found, Place{0, dir})
		}
	}
	if b.Vendor != "" {
		return single(importPath, b.inVendor(importPath, found))
	}
	found, err := b.inModules(importPath, found)
	if err != nil {
		return Place{}, err
	}
	return single(importPath, found)
}

// Guess returns where the package of an import path most likely lies, without a look at the file system; "" if there is no
// telling. Find knows.
func (b *Build) Guess(importPath string) string {
	if checkPath(importPath) != nil {
		return ""
	}
	if isStd(importPath) {
		return below(b.std, importPath)
	}
	if _, vendored := b.vendored[importPath]; vendored {
		return below(b.Vendor, importPath)
	}
	selected := b.roots
	if b.graph != nil {
		selected = b.graph
	}
	for prefix := importPath; prefix != "."; prefix = path.Dir(prefix) {
		if m := b.main(prefix); m != nil {
			return filepath.Join(m.Dir, importPath[len(prefix):])
		}
		if v, ok := selected[prefix]; ok && b.Vendor == "" {
			if at := b.source(module.Version{Path: prefix, Version: v}); at.err == nil {
				return filepath.Join(at.dir, importPath[len(prefix):])
			}
			return ""
		}
	}
	return ""
}

// below is the folder of an import path in a clean one.
func below(dir, importPath string) string {
	return dir + string(filepath.Separator) + filepath.FromSlash(importPath)
}

// inModules looks into the modules that the main module itself requires, and if none of them has the package into all
// of the graph. Those that go.mod of a pruned graph lists are selected already; else only the graph tells.
func (b *Build) inModules(importPath string, std []Place) ([]Place, error) {
	if b.work == "" && pruningOf(b.goLine) == pruned {
		found, err := b.among(b.roots, importPath, std)
		if len(found) > 0 || err != nil {
			return found, err
		}
	}
	if b.graph == nil {
		b.loadGraph()
	}
	return b.among(b.graph, importPath, std)
}

func checkPath(importPath string) error {
	switch {
	case strings.Contains(importPath, "@"):
		return errors.New("an import path has no @version")
	case importPath == "." || importPath == ".." || strings.HasPrefix(importPath, "./") || strings.HasPrefix(importPath, "../"):
		return errors.New("relative import paths are not supported in module mode")
	}
	return module.CheckImportPath(importPath)
}

// single is the one place that was found.
func single(importPath string, found []Place) (Place, error) {
	switch len(found) {
	case 0:
		if isStd(importPath) {
			return Place{}, errors.New("it is not in the standard library")
		}
		return Place{}, ErrNoModule
	case 1:
		return found[0], nil
	}
	return Place{}, fmt.Errorf("it is ambiguous: found in %s and %s", found[0].Dir, found[1].Dir)
}

// inVendor looks into the main modules and the vendor folder.
func (b *Build) inVendor(importPath string, found []Place) []Place {
	for _, m := range b.mains {
		if dir, ok := b.within(importPath, m.prefix, m.Dir, true); ok && !b.isStandard(m) {
			found = append(found, Place{m.index, dir})
		}
	}
	dir := below(b.Vendor, importPath)
	if !b.folders.HasGo(dir) {
		return found
	}
	m, listed := b.vendored[importPath]
	if !listed && (b.goLine == "" || compareGo(b.goLine, listedSince) >= 0) {
		b.problem(dir, 0, "the package is missing from vendor/modules.txt and does not count; to mend it: go mod vendor")
		return found
	}
	return append(found, Place{b.moduleIndex(m, ""), dir})
}

// isStandard reports whether a main module is the standard library, whose packages are found there.
func (b *Build) isStandard(m *mainModule) bool {
	return m.prefix == "" || m.Path == "cmd" && m.Dir == filepath.Join(b.std, "cmd")
}

// among looks for the package in each module whose path is a prefix of it. The error is that of a module that
// may have it and is not there.
func (b *Build) among(selected map[string]string, importPath string, found []Place) ([]Place, error) {
	for prefix := importPath; prefix != "." && prefix != "/"; prefix = path.Dir(prefix) {
		if m := b.main(prefix); m != nil {
			if dir, ok := b.within(importPath, prefix, m.Dir, true); ok && !b.isStandard(m) {
				found = append(found, Place{m.index, dir})
			}
			continue
		}
		v, ok := selected[prefix]
		if !ok {
			continue
		}
		mod := module.Version{Path: prefix, Version: v}
		at := b.locate(mod)
		if at.err != nil {
			return nil, at.err
		}
		if dir, ok := b.within(importPath, prefix, at.dir, at.local); ok {
			found = append(found, Place{b.moduleIndex(mod, at.dir), dir})
		}
	}
	return found, nil
}

func (b *Build) main(modulePath string) *mainModule {
	for _, m := range b.mains {
		if m.Path == modulePath {
			return m
		}
	}
	return nil
}

// within returns the folder of a package in a module, if there are Go files and no other module begins on the way.
func (b *Build) within(importPath, prefix, root string, local bool) (string, bool) {
	rest := importPath
	if prefix != "" {
		var ok bool
		if rest, ok = strings.CutPrefix(importPath, prefix); !ok || rest != "" && rest[0] != '/' {
			return "", false
		}
	}
	dir := filepath.Join(root, filepath.FromSlash(rest))
	if !b.folders.HasGo(dir) {
		return "", false
	}
	for d := dir; local && len(d) > len(root); d = filepath.Dir(d) {
		if b.folders.HasMod(d) {
			return "", false
		}
	}
	return dir, true
}

// locate returns where the source of a module lies.
func (b *Build) locate(m module.Version) located {
	if at, ok := b.places[m]; ok {
		return at
	}
	at := b.source(m)
	if at.err == nil && !b.folders.IsDir(at.dir) {
		at.err = fmt.Errorf("%s@%s is not in the module cache; to get it: go mod download", m.Path, m.Version)
		if at.local {
			at.err = fmt.Errorf("%s is replaced by %s, which is not there", m.Path, at.dir)
		}
	}
	if at.err != nil {
		r := b.direct[m.Path]
		b.problem(r.file, r.line, at.err.Error())
	}
	b.places[m] = at
	return at
}

func (b *Build) source(m module.Version) located {
	actual, _ := b.replacement(m)
	if actual.Version == "" {
		return located{dir: actual.Path, local: true}
	}
	p, err := module.EscapePath(actual.Path)
	if err != nil {
		return located{err: err}
	}
	v, err := module.EscapeVersion(actual.Version)
	if err != nil {
		return located{err: err}
	}
	return located{dir: filepath.Join(b.settings.GOMODCACHE, filepath.FromSlash(p)+"@"+v)}
}

// moduleIndex returns the index of a module in Modules, where it is entered when it is first asked for.
func (b *Build) moduleIndex(m module.Version, dir string) int {
	if i, ok := b.index[m]; ok {
		return i
	}
	r := b.direct[m.Path]
	out := &Module{Path: m.Path, Version: m.Version, Dir: dir, Direct: r.direct, File: r.file, Line: r.line}
	if to, ok := b.replacement(m); ok {
		out.Replace = b.spelled[to]
	}
	b.index[m] = len(b.Modules)
	b.Modules = append(b.Modules, out)
	return b.index[m]
}

// Index returns the index in Modules of a module that the go command names, nil being the standard library. It is
// entered if it is not there.
func (b *Build) Index(m *Module) int {
	if m == nil {
		return 0
	}
	for i, known := range b.Modules {
		if known.Path == m.Path && known.Version == m.Version {
			return i
		}
	}
	r := b.direct[m.Path]
	m.Direct, m.File, m.Line = r.direct, r.file, r.line
	b.Modules = append(b.Modules, m)
	return len(b.Modules) - 1
}

// CompareVersions orders versions as the go command does.
func CompareVersions(a, b string) int { return semver.Compare(a, b) }
