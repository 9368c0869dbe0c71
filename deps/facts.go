package deps

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/hygiene"
)

// facts collects what hygiene is judged by, of a graph that holds every package of the main modules with tests, on all
// platforms. With content the unpacked folders of the module cache are hashed.
func (g *Graph) facts(ctx context.Context, env []string, content bool) (*hygiene.Facts, error) {
	f := &hygiene.Facts{Go: g.Toolchain, Env: g.settingsOf(env), Files: g.scripts()}
	mains := g.build.Mains()
	var sums []string
	for i := range g.Modules {
		m := &g.Modules[i]
		if mod := mains[m.Path]; m.Main && mod != nil {
			f.Mods = append(f.Mods, hygiene.Mod{File: g.fromRoot(m.File), Mod: mod})
			sums = append(sums, strings.TrimSuffix(m.File, ".mod")+".sum")
		}
	}
	if work := g.build.Work(); work != "" {
		f.Work = g.readWork(work)
		sums = append(sums, work+".sum")
	}
	for _, name := range sums {
		if text, err := os.ReadFile(name); err == nil {
			f.Sums = append(f.Sums, hygiene.File{Name: g.fromRoot(name), Text: string(text)})
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("reading the sums: %w", err)
		}
	}
	list := g.build.List()
	f.Used, f.Unread = g.used(list), g.unread()
	if whole, ok := g.build.Whole(); ok {
		f.Graph = whole
	}
	cache := cacheOf{dir: g.settings.GOMODCACHE, read: map[string]latest{}}
	f.Build = make([]hygiene.Module, 0, len(list))
	for _, s := range list {
		f.Build = append(f.Build, cache.module(s))
	}
	if content {
		return f, cache.hash(ctx, f.Build)
	}
	return f, nil
}

// readWork reads a go.work again; what is wrong with it was told when the graph was read.
func (g *Graph) readWork(name string) *hygiene.Work {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	work, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil
	}
	return &hygiene.Work{File: g.fromRoot(name), Work: work}
}

// settingsOf are the variables in force: what go env says, which go env -w may have set, and what it does not know.
func (g *Graph) settingsOf(env []string) []string {
	s := g.settings
	all := []string{"GOFLAGS=" + s.GOFLAGS, "GOSUMDB=" + s.GOSUMDB, "GONOSUMDB=" + s.GONOSUMDB, "GOINSECURE=" + s.GOINSECURE}
	for _, kv := range env {
		if strings.HasPrefix(kv, "GONOSUMCHECK=") {
			all = append(all, kv)
		}
	}
	return all
}

// used tells which modules of the build list provide packages, and to whom.
func (g *Graph) used(list []gomod.Selected) map[string]hygiene.Use {
	listed := map[string]bool{}
	for _, m := range list {
		listed[m.Path] = true
	}
	all := map[string]hygiene.Use{}
	for _, e := range g.View(g.Scope()).Edges() {
		by := g.provider(e.To, listed)
		if e.Implied || by == "" {
			continue
		}
		use, ok := all[by]
		if !ok {
			use.Tests = true
		}
		use.Direct = use.Direct || g.Packages[e.From].Kind == Own
		use.Tests = use.Tests && e.Test
		all[by] = use
	}
	return all
}

// unread says what of the main modules could not be read, "" if all was.
func (g *Graph) unread() string {
	for _, f := range g.Findings {
		if g.mainOf(f.File) && (f.Rule == "unparsable" || f.Rule == "unreadable") {
			return g.fromRoot(f.File) + " cannot be read"
		}
	}
	for i := range g.Packages {
		for _, m := range g.Modules {
			if p := &g.Packages[i]; p.Kind == Missing && m.Main && strings.HasPrefix(p.Path, m.Path+"/") {
				return "package " + p.Path + " is not there"
			}
		}
	}
	return ""
}

// mainOf reports whether a file lies in a main module.
func (g *Graph) mainOf(name string) bool {
	return slices.ContainsFunc(g.Modules, func(m Module) bool { return m.Main && name != "" && within(name, m.Dir) })
}

// provider is the module of a package; of one that is missing the one of the build list that has to provide it. It is
// "" of the main modules and the standard library.
func (g *Graph) provider(id int32, listed map[string]bool) string {
	switch p := &g.Packages[id]; p.Kind {
	case Foreign:
		return g.moduleOf(id)
	case Missing:
		for prefix := p.Path; prefix != "." && prefix != "/"; prefix = path.Dir(prefix) {
			if listed[prefix] {
				return prefix
			}
		}
	}
	return ""
}
