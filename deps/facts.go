package deps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/hygiene"
)

// facts collects what hygiene is judged by, of a graph that holds every package of the main modules with tests, on all
// platforms. With content the unpacked folders of the module cache are hashed.
func (g *Graph) facts(ctx context.Context, env []string, content bool) (*hygiene.Facts, error) {
	f := &hygiene.Facts{Go: g.Toolchain, Env: g.settingsOf(env), Files: g.files()}
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

// A cacheOf reads the module cache.
type cacheOf struct {
	dir  string
	read map[string]latest
}

// latest is the go.mod of the newest version of a module that is there.
type latest struct {
	version string
	mod     *modfile.File
}

// module looks up an entry of the build list.
func (c *cacheOf) module(s gomod.Selected) hygiene.Module {
	m := hygiene.Module{Version: s.Version, Replaced: s.Replaced}
	of := s.Version
	if s.Replaced.Path != "" {
		of = s.Replaced
	}
	if of.Version != "" {
		m.Cached = c.sum(of)
	}
	l := c.latest(s.Path)
	m.Newest, m.Latest = l.version, l.mod
	return m
}

// folder is where the downloads of a module lie, "" of a path that cannot be one.
func (c *cacheOf) folder(path string) string {
	escaped, err := module.EscapePath(path)
	if err != nil {
		return ""
	}
	return filepath.Join(c.dir, "cache", "download", filepath.FromSlash(escaped), "@v")
}

// sum is the hash that the go command noted of a zip file, "" without one.
func (c *cacheOf) sum(m module.Version) string {
	v, err := module.EscapeVersion(m.Version)
	if err != nil {
		return ""
	}
	text, err := os.ReadFile(filepath.Join(c.folder(m.Path), v+".ziphash"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// latest is the version that the go command would call latest among those in the cache: a release before a
// pre-release, and that before a commit.
func (c *cacheOf) latest(path string) latest {
	if l, ok := c.read[path]; ok {
		return l
	}
	entries, _ := os.ReadDir(c.folder(path)) // nothing is known of a module that is not there
	best := ""
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".mod")
		v, err := module.UnescapeVersion(name)
		if ok && err == nil && semver.IsValid(v) && (best == "" || newer(v, best)) {
			best = v
		}
	}
	l := latest{version: best}
	if escaped, err := module.EscapeVersion(best); best != "" && err == nil {
		if data, err := os.ReadFile(filepath.Join(c.folder(path), escaped+".mod")); err == nil {
			l.mod, _ = modfile.ParseLax(path+"@"+best+"/go.mod", data, nil) // nil: nothing is known of it
		}
	}
	c.read[path] = l
	return l
}

func newer(v, than string) bool {
	rank := func(v string) int {
		switch {
		case module.IsPseudoVersion(v):
			return 0
		case semver.Prerelease(v) != "":
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(rank(v), rank(than)), semver.Compare(v, than)) > 0
}

// hash hashes the unpacked folders of modules, as many at once as there are processors.
func (c *cacheOf) hash(ctx context.Context, all []hygiene.Module) error {
	var wg sync.WaitGroup
	next := make(chan *hygiene.Module)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for m := range next {
				m.Content = c.content(m)
			}
		})
	}
	for i := range all {
		if ctx.Err() != nil {
			break
		}
		next <- &all[i]
	}
	close(next)
	wg.Wait()
	return ctx.Err()
}

// content hashes the unpacked folder of a module, "" without one.
func (c *cacheOf) content(m *hygiene.Module) string {
	of := m.Version
	if m.Replaced.Path != "" {
		of = m.Replaced
	}
	path, err := module.EscapePath(of.Path)
	v, err2 := module.EscapeVersion(of.Version)
	if of.Version == "" || err != nil || err2 != nil {
		return ""
	}
	dir := filepath.Join(c.dir, filepath.FromSlash(path)+"@"+v)
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	sum, err := dirhash.HashDir(dir, of.Path+"@"+of.Version, dirhash.Hash1)
	if err != nil {
		return err.Error()
	}
	return sum
}

// mostText is how many bytes of a file that runs the go command are read: more is no configuration.
const mostText = 1 << 20

// scriptFolders are those in which files of CI systems and scripts that they run lie, below the repository's root.
var scriptFolders = []string{
	".github", ".gitlab", ".circleci", ".buildkite", ".ci", "ci", "build", "scripts", "script", "hack", "tools", "docker",
}

// files returns what runs the go command or sets variables for it: at the root of the module and of the repository,
// and in folders that usually hold such.
func (g *Graph) files() (all []hygiene.File) {
	roots := []string{g.root()}
	if top := repository(g.root()); top != "" && top != roots[0] {
		roots = append(roots, top)
	}
	seen := map[string]bool{}
	take := func(name string) {
		if seen[name] || !sets(name) {
			return
		}
		seen[name] = true
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > mostText {
			return
		}
		if text, err := os.ReadFile(name); err == nil {
			all = append(all, hygiene.File{Name: g.toRoot(name), Text: string(text)})
		}
	}
	for _, root := range roots {
		entries, _ := os.ReadDir(root) // the graph told if it cannot be read
		for _, e := range entries {
			if !e.IsDir() {
				take(filepath.Join(root, e.Name()))
			}
		}
		for _, name := range scriptFolders {
			filepath.WalkDir(filepath.Join(root, name), func(name string, d fs.DirEntry, err error) error {
				if err == nil && d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "vendor") {
					return fs.SkipDir
				}
				if err == nil && !d.IsDir() {
					take(name)
				}
				return nil
			})
		}
	}
	slices.SortFunc(all, func(x, y hygiene.File) int { return cmp.Compare(x.Name, y.Name) })
	return all
}

// toRoot is a path relative to the module's root, which it may lie above of.
func (g *Graph) toRoot(name string) string {
	rel, err := filepath.Rel(g.root(), name)
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}

// repository is the root of the git repository that a folder lies in, "" if it lies in none.
func repository(dir string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// sets reports whether a file is one that runs the go command or sets variables for it, by its name.
func sets(name string) bool {
	base := filepath.Base(name)
	for _, pattern := range []string{
		"Dockerfile*", "*.Dockerfile", "*.dockerfile", "Containerfile*", "Makefile", "makefile", "GNUmakefile", "Makefile.*", "*.mk",
		"Jenkinsfile*", "*.sh", ".env", ".envrc", "*.yml", "*.yaml", "Taskfile", "justfile", "run",
	} {
		if ok, _ := filepath.Match(pattern, base); ok {
			return true
		}
	}
	return false
}
