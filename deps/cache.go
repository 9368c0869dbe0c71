package deps

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/hygiene"
)

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
