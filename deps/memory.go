package deps

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/gosource"
)

// A memory shares among graphs of one repository at several commits what is read of the disk: the standard library, the module
// cache, and all files that the commits have as the disk has them.
type memory struct {
	settings *gomod.Settings
	problem  *gomod.Problem
	disk     gosource.Folders
	files    map[string][]scanned // by folder, where all of its files were read of the disk
}

// ask asks the go command for its settings, or takes them from memory.
func (l *loader) ask(ctx context.Context, env []string) (*gomod.Settings, *gomod.Problem, error) {
	m := l.opt.memory
	if m == nil {
		return gomod.Ask(ctx, l.dir, env)
	}
	if m.settings == nil {
		var err error
		if m.settings, m.problem, err = gomod.Ask(ctx, l.dir, env); err != nil {
			return nil, nil, err
		}
	}
	settings := *m.settings
	l.lay(&settings)
	return &settings, m.problem, nil
}

// lay finds go.mod and go.work as they lay at the commit.
func (l *loader) lay(s *gomod.Settings) {
	l.folders.Disk = &l.opt.memory.disk
	over := l.opt.over
	if over == nil {
		return
	}
	over.Except = []string{s.GOMODCACHE, s.GOROOT}
	l.folders.Over = over
	s.GOMOD = l.upwards("go.mod", os.DevNull)
	if s.GOWORK != "off" && (s.GOWORK == "" || over.Covers(s.GOWORK)) {
		s.GOWORK = l.upwards("go.work", "")
	}
}

// upwards returns the nearest file of that name in the folder looked at or above it.
func (l *loader) upwards(name, none string) string {
	for dir := l.dir; ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, name)
		if _, err := l.folders.ReadFile(file); err == nil {
			return file
		}
		if dir == filepath.Dir(dir) {
			return none
		}
	}
}

// recall returns what was read of a package's files, if none of them differs.
func (l *loader) recall(p *loading) bool {
	if l.opt.memory == nil || !l.onDisk(p) {
		return false
	}
	files, ok := l.opt.memory.files[p.dir]
	if !ok || !slices.EqualFunc(files, p.names, func(f scanned, name string) bool { return f.name == name }) {
		return false
	}
	p.files = slices.Clone(files)
	return true
}

// keep remembers what was read of a package.
func (l *loader) keep(p *loading) {
	if l.opt.memory != nil && l.onDisk(p) {
		l.opt.memory.files[p.dir] = p.files
	}
}

func (l *loader) onDisk(p *loading) bool { return l.opt.over.OnDisk(p.dir, p.names) }
