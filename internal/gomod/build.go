package gomod

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// Folders tells of the file system what resolution asks for.
type Folders interface {
	HasGo(dir string) bool  // it holds a file *.go
	HasMod(dir string) bool // it holds a go.mod
	IsDir(dir string) bool
	ReadFile(name string) ([]byte, error)
}

// A Build is what import paths mean in a folder: its main modules and what they require. It is not for concurrent
// use, and grows while paths are looked up.
type Build struct {
	Modules  []*Module // index 0 is the standard library, then the main modules; others as they are found to provide packages
	Problems []Problem
	Vendor   string // folder in which all other modules lie, "" if they lie in the module cache

	settings *Settings
	folders  Folders
	std      string // folder of the standard library
	work     string // the go.work file, "" without
	mains    []*mainModule
	told     map[Problem]bool
	goLine   string // go version of the main module or workspace, "" if not given

	replaced map[module.Version]module.Version // a version of "" replaces all
	spelled  map[module.Version]string         // a replacement as go.mod has it
	base     string                            // folder that replacements are relative to
	excluded map[module.Version]bool
	direct   map[string]requirement // what main modules require, by path
	roots    map[string]string      // selected version of what the main modules require, by path
	graph    map[string]string      // the same of the whole graph; nil until it is needed
	vendored map[string]module.Version
	index    map[module.Version]int // in Modules
	places   map[module.Version]located
}

// A requirement is a line of a main module's go.mod.
type requirement struct {
	file   string
	line   int
	direct bool
}

// Open reads go.mod or go.work as the settings name them. The error is a *Problem if there is no module, or one
// without a path: then nothing has a meaning.
func Open(s *Settings, folders Folders) (*Build, error) {
	b := &Build{
		settings: s, folders: folders, std: s.Source(), work: s.workspace(), told: map[Problem]bool{},
		replaced: map[module.Version]module.Version{}, spelled: map[module.Version]string{}, excluded: map[module.Version]bool{}, direct: map[string]requirement{},
		index: map[module.Version]int{}, places: map[module.Version]located{},
		Modules: []*Module{{Path: Std, Version: s.GOVERSION, Dir: s.Source()}},
	}
	if b.work != "" {
		if err := b.openWork(); err != nil {
			return nil, err
		}
	} else if err := b.openModule(); err != nil {
		return nil, err
	}
	for _, m := range b.mains {
		m.index = len(b.Modules)
		b.Modules = append(b.Modules, m.Module)
		b.require(m)
	}
	b.selectRoots()
	b.chooseVendor()
	return b, nil
}

func (b *Build) openModule() error {
	file := b.settings.GOMOD
	if file == "" || file == os.DevNull {
		return &Problem{Text: "there is no go.mod here or in a folder above"}
	}
	m, err := b.readMain(filepath.Dir(file))
	if err != nil {
		return err
	}
	b.mains, b.base = []*mainModule{m}, m.Dir
	if m.file.Go != nil {
		b.goLine = m.file.Go.Version
	}
	b.replace(m.file.Replace)
	return nil
}

func (b *Build) openWork() error {
	data, err := b.folders.ReadFile(b.work)
	if err != nil {
		return err
	}
	file, err := modfile.ParseWork(b.work, data, nil)
	if err != nil {
		b.blame(b.work, err)
		return &Problem{File: b.work, Text: "cannot be understood"}
	}
	b.base = filepath.Dir(b.work)
	if file.Go != nil {
		b.goLine = file.Go.Version
	}
	for _, use := range file.Use {
		dir := use.Path
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(b.base, dir)
		}
		m, err := b.readMain(dir)
		if err != nil {
			b.problem(b.work, use.Syntax.Start.Line, "using "+use.Path+": "+err.Error())
			continue
		}
		b.mains = append(b.mains, m)
	}
	if len(b.mains) == 0 {
		return &Problem{File: b.work, Text: "none of the modules that it uses can be read"}
	}
	slices.SortFunc(b.mains, func(x, y *mainModule) int { return cmp.Compare(x.Path, y.Path) })
	b.replaceAll(file)
	return nil
}

// replaceAll takes the replacements of all modules of a workspace; those of go.work itself override them.
func (b *Build) replaceAll(work *modfile.WorkFile) {
	base := b.base
	for _, m := range b.mains {
		b.base = m.Dir
		b.replace(m.file.Replace)
	}
	b.base = base
	b.replace(work.Replace)
}

// replace takes replacements, with folders made absolute.
func (b *Build) replace(all []*modfile.Replace) {
	for _, r := range all {
		to := r.New
		if to.Version == "" && !filepath.IsAbs(to.Path) {
			to.Path = filepath.Join(b.base, to.Path)
		}
		b.replaced[r.Old] = to
		b.spelled[to] = strings.TrimSpace(r.New.Path + " " + r.New.Version)
	}
}

// require notes what a main module requires and excludes.
func (b *Build) require(m *mainModule) {
	for _, x := range m.file.Exclude {
		b.excluded[x.Mod] = true
	}
	for _, r := range m.file.Require {
		if known, ok := b.direct[r.Mod.Path]; ok && (known.direct || r.Indirect) {
			continue
		}
		line := 0
		if r.Syntax != nil {
			line = r.Syntax.Start.Line
		}
		b.direct[r.Mod.Path] = requirement{m.File, line, !r.Indirect}
	}
}

// selectRoots selects of each module that a main module requires the highest version. A module of the workspace is
// itself, whatever version of it is required.
func (b *Build) selectRoots() {
	b.roots = map[string]string{}
	for _, m := range b.mains {
		for _, r := range b.requirements(m.file) {
			raise(b.roots, r)
		}
	}
	for _, m := range b.mains {
		delete(b.roots, m.Path)
	}
}

// requirements returns what a go.mod requires, without what is excluded.
func (b *Build) requirements(file *modfile.File) []module.Version {
	var all []module.Version
	for _, r := range file.Require {
		if !b.excluded[r.Mod] {
			all = append(all, r.Mod)
		}
	}
	return all
}

// raise selects m if it is higher than what was selected.
func raise(selected map[string]string, m module.Version) bool {
	if v, ok := selected[m.Path]; ok && semver.Compare(v, m.Version) >= 0 {
		return false
	}
	selected[m.Path] = m.Version
	return true
}

// replacement returns what takes the place of a module version: itself, unless it is replaced.
func (b *Build) replacement(m module.Version) (module.Version, bool) {
	if to, ok := b.replaced[m]; ok {
		return to, true
	}
	to, ok := b.replaced[module.Version{Path: m.Path}]
	if !ok {
		return m, false
	}
	return to, true
}

// Requires reports whether a module is required, as far as was looked: it may provide no package.
func (b *Build) Requires(path string) bool {
	_, root := b.roots[path]
	_, indirect := b.graph[path]
	return root || indirect || b.main(path) != nil
}
