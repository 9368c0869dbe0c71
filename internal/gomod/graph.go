package gomod

import (
	"go/version"
	"path/filepath"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// A pruning says how much of a module's requirements belong to the graph.
type pruning uint8

const (
	pruned    pruning = iota // its own, since go 1.17
	unpruned                 // those of all that it reaches
	workspace                // of a module of the workspace, or of what takes part in it
)

// pruningSince is the version of Go from which on go.mod lists all that is needed.
const pruningSince = "go1.17"

func pruningOf(goLine string) pruning {
	if goLine == "" || version.Compare("go"+goLine, pruningSince) < 0 {
		return unpruned
	}
	return pruned
}

// A grapher loads the module graph.
type grapher struct {
	b        *Build
	selected map[string]string
	read     map[module.Version]*summary
	queued   map[queued]bool
}

type queued struct {
	m module.Version
	p pruning
}

// A summary is what a go.mod says to the graph.
type summary struct {
	requires []module.Version
	pruning  pruning
}

// loadGraph selects versions over the whole graph, as far as the module cache has it.
func (b *Build) loadGraph() {
	g := &grapher{b: b, selected: map[string]string{}, read: map[module.Version]*summary{}, queued: map[queued]bool{}}
	for path, v := range b.roots {
		g.selected[path] = v
	}
	if b.work != "" {
		g.loadWorkspace()
	} else {
		how := pruningOf(b.goLine)
		for _, m := range b.requirements(b.mains[0].file) {
			g.enqueue(m, how)
		}
	}
	for _, m := range b.mains {
		delete(g.selected, m.Path)
	}
	b.graph = g.selected
}

// enqueue loads a module and, where its own go.mod does not suffice, what it requires.
func (g *grapher) enqueue(m module.Version, how pruning) {
	if g.queued[queued{m, how}] {
		return
	}
	g.queued[queued{m, how}] = true
	s := g.load(m)
	if s == nil {
		return
	}
	next := s.pruning
	if how == unpruned {
		next = unpruned
	}
	for _, r := range s.requires {
		if how != pruned || s.pruning == unpruned {
			g.enqueue(r, next)
		}
	}
}

// load reads a go.mod once. nil means that it is not there, which was told.
func (g *grapher) load(m module.Version) *summary {
	if s, ok := g.read[m]; ok {
		return s
	}
	s := g.b.summarize(m)
	g.read[m] = s
	if s != nil {
		for _, r := range s.requires {
			raise(g.selected, r)
		}
	}
	return s
}

// loadWorkspace loads the graph of all modules of a workspace. What they require may be selected at a higher
// version than any of them knows; its requirements are loaded then, too, until nothing changes.
func (g *grapher) loadWorkspace() {
	taking, seen := map[string]bool{}, map[module.Version]bool{}
	for _, m := range g.b.mains {
		taking[m.Path] = true
	}
	for _, m := range g.b.mains {
		g.enqueue(module.Version{Path: m.Path}, workspace)
	}
	for {
		pending := g.pending(taking, seen)
		if len(pending) == 0 {
			return
		}
		for m := range pending {
			g.enqueue(m, workspace)
			seen[m], taking[m.Path] = true, true
		}
	}
}

// pending returns what takes part in the workspace and was not loaded at the version that is selected now: of the modules
// that take part themselves, and of what they require.
func (g *grapher) pending(taking map[string]bool, seen map[module.Version]bool) map[module.Version]bool {
	out := map[module.Version]bool{}
	for path := range taking {
		m := g.at(path)
		if !seen[m] {
			out[m] = true
			continue
		}
		s := g.read[m]
		if s == nil {
			continue
		}
		for _, r := range s.requires {
			if at := g.at(r.Path); at != r && !seen[at] {
				out[at] = true
			}
		}
	}
	return out
}

// at returns the version that is selected of a module.
func (g *grapher) at(path string) module.Version {
	for _, m := range g.b.mains {
		if m.Path == path {
			return module.Version{Path: path}
		}
	}
	return module.Version{Path: path, Version: g.selected[path]}
}

// summarize reads the go.mod of a module version, or of what replaces it.
func (b *Build) summarize(m module.Version) *summary {
	if m.Version == "" {
		for _, own := range b.mains {
			if own.Path == m.Path {
				return b.summary(own.file)
			}
		}
	}
	name, err := b.modFile(m)
	if err != nil {
		b.missing(m, "its go.mod is not in the module cache")
		return nil
	}
	data, err := b.folders.ReadFile(name)
	if err != nil {
		b.missing(m, "its go.mod is not in the module cache")
		return nil
	}
	file, err := modfile.ParseLax(name, data, nil)
	if err != nil {
		b.blame(name, err)
		return nil
	}
	return b.summary(file)
}

func (b *Build) summary(file *modfile.File) *summary {
	goLine := ""
	if file.Go != nil {
		goLine = file.Go.Version
	}
	return &summary{b.requirements(file), pruningOf(goLine)}
}

// modFile is where the go.mod of a module version lies.
func (b *Build) modFile(m module.Version) (string, error) {
	actual, _ := b.replacement(m)
	if actual.Version == "" {
		return filepath.Join(actual.Path, "go.mod"), nil
	}
	path, err := module.EscapePath(actual.Path)
	if err != nil {
		return "", err
	}
	v, err := module.EscapeVersion(actual.Version)
	if err != nil {
		return "", err
	}
	return filepath.Join(b.settings.GOMODCACHE, "cache", "download", filepath.FromSlash(path), "@v", v+".mod"), nil
}

// missing tells of a module version that the module cache lacks, where it is required if a main module does.
func (b *Build) missing(m module.Version, text string) {
	r := b.direct[m.Path]
	b.problem(r.file, r.line, m.Path+"@"+m.Version+": "+text+"; to get it: go mod download "+m.Path+"@"+m.Version)
}
