package deps

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/gosource"
)

// A root is a package that the patterns name.
type root struct {
	path, dir string
	module    int
}

// roots returns the packages that the patterns name. A pattern that names none is an error.
func (l *loader) roots() ([]root, error) {
	var all []root
	for _, pattern := range l.patterns() {
		found, err := l.match(pattern)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: no Go packages", pattern)
		}
		all = append(all, found...)
	}
	return all, nil
}

func (l *loader) patterns() []string {
	if len(l.opt.Patterns) == 0 {
		return []string{"./..."}
	}
	return l.opt.Patterns
}

// match returns the packages of one pattern.
func (l *loader) match(pattern string) ([]root, error) {
	switch {
	case pattern == "std":
		return l.toolchain(""), nil
	case pattern == "cmd":
		return l.toolchain("cmd"), nil
	case pattern == "work":
		return l.own(""), nil
	case isFolder(pattern):
		return l.inFolder(pattern)
	}
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return l.own(prefix), nil
	}
	if strings.Contains(pattern, "...") {
		return nil, fmt.Errorf("%s: ... is understood at the end only, after a slash", pattern)
	}
	at, err := l.places.Find(pattern)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pattern, err)
	}
	return []root{{pattern, at.Dir, at.Module}}, nil
}

// toolchain returns the packages of the standard library, or of the toolchain's commands, with what is vendored there: it has
// import paths of its own. As the go command does, it leaves out vendored commands, and what cgo needs where there is none.
func (l *loader) toolchain(prefix string) []root {
	dir := filepath.Join(l.settings.Source(), prefix)
	own := l.walk(dir, 0, prefix, "")
	own = slices.DeleteFunc(own, func(r root) bool { return r.path == "runtime/cgo" && !l.opt.All && !l.context.Cgo })
	vendored := l.walk(filepath.Join(dir, "vendor"), 0, path.Join(prefix, "vendor"), "")
	return append(own, slices.DeleteFunc(vendored, l.isCommand)...)
}

// isCommand reports whether a package, as far as the first of its files tells, is a command.
func (l *loader) isCommand(r root) (is bool) {
	reader := gosource.Reader{Over: l.opt.over}
	reader.Read(r.dir, l.folders.Read(r.dir).Go[:1], func(_ int, h *gosource.Header, _ int64, err error) {
		is = err == nil && string(h.Package) == "main"
	})
	return is
}

// isFolder reports whether a pattern names folders and not import paths.
func isFolder(pattern string) bool {
	return pattern == "." || pattern == ".." || strings.HasPrefix(pattern, "./") || strings.HasPrefix(pattern, "../") || filepath.IsAbs(pattern)
}

// inFolder matches one folder, or all below it that no other module begins in.
func (l *loader) inFolder(pattern string) ([]root, error) {
	name, all := strings.CutSuffix(pattern, "...")
	dir := filepath.Clean(filepath.FromSlash(name))
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(l.dir, dir)
	}
	if !l.folders.IsDir(dir) {
		return nil, fmt.Errorf("%s: there is no folder %s", pattern, dir)
	}
	module, prefix, ok := l.moduleOf(dir)
	if !ok {
		return nil, fmt.Errorf("%s: the folder is in none of the main modules", pattern)
	}
	if all {
		return l.walk(dir, module, prefix, ""), nil
	}
	if folder := l.folders.Read(dir); len(folder.Go) > 0 {
		return []root{{prefix, dir, module}}, nil
	}
	return nil, nil
}

// moduleOf returns the main module that a folder belongs to, and the import path of the folder.
func (l *loader) moduleOf(dir string) (module int, importPath string, ok bool) {
	for d := dir; ; d = filepath.Dir(d) {
		for i, m := range l.build.Modules {
			if m.Main && m.Dir == d {
				return l.standing(i, m), path.Join(l.prefix(m), filepath.ToSlash(strings.TrimPrefix(dir, d))), true
			}
		}
		if l.folders.HasMod(d) || d == filepath.Dir(d) {
			return 0, "", false
		}
	}
}

// standing is the index under which the packages of a main module stand: the standard library is one module,
// wherever it is looked at from.
func (l *loader) standing(i int, m *gomod.Module) int {
	if strings.HasPrefix(m.Dir+string(filepath.Separator), l.settings.Source()+string(filepath.Separator)) {
		return 0
	}
	return i
}

func (l *loader) prefix(m *gomod.Module) string {
	if m.Dir == l.settings.Source() {
		return ""
	}
	return m.Path
}

// own returns the packages of the main modules whose import paths begin with prefix, "" being all.
func (l *loader) own(prefix string) []root {
	var all []root
	for i, m := range l.build.Modules {
		if m.Main {
			all = append(all, l.walk(m.Dir, l.standing(i, m), l.prefix(m), prefix)...)
		}
	}
	return all
}

// walk returns the packages in dir and below, up to where other modules begin. Their import paths begin with prefix, of which
// only those within a path count, "" being all. The standard library's builtin is documentation, and no package.
func (l *loader) walk(dir string, module int, prefix, within string) []root {
	var all []root
	folder := l.folders.Read(dir)
	if folder.Err != nil {
		l.find("unreadable", dir, 0, folder.Err.Error())
	}
	if len(folder.Go) > 0 && prefix != "" && (module != 0 || prefix != "builtin") && (within == "" || prefix == within || strings.HasPrefix(prefix, within+"/")) {
		all = append(all, root{prefix, dir, module})
	}
	for _, name := range folder.Folders {
		sub := filepath.Join(dir, name)
		if apart(name) || name == "vendor" && within == "" || l.ignored(module, sub) || l.folders.HasMod(sub) {
			continue
		}
		all = append(all, l.walk(sub, module, path.Join(prefix, name), within)...)
	}
	return all
}

// apart reports whether no pattern matches a folder of that name, nor those below it.
func apart(name string) bool { return name[0] == '.' || name[0] == '_' || name == "testdata" }

// ahead begins to look into the folders that patterns like ./... most likely match, and returns what ends that.
func (l *loader) ahead(ctx context.Context) (end func()) {
	if l.opt.memory != nil || l.opt.Exact || !slices.ContainsFunc(l.patterns(), func(p string) bool { return p == "./..." || p == "work" }) {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.lookBelow(ctx, l.dir)
	}()
	return func() {
		cancel()
		<-done
	}
}

func (l *loader) lookBelow(ctx context.Context, dir string) {
	for _, name := range l.folders.Read(dir).Folders {
		sub := filepath.Join(dir, name)
		if ctx.Err() == nil && !apart(name) && name != "vendor" && !l.folders.HasMod(sub) {
			l.lookBelow(ctx, sub)
		}
	}
}

// ignored reports whether an ignore directive of the module covers a folder: ./a covers a of the module's root, b/c covers b/c
// wherever it lies.
func (l *loader) ignored(module int, dir string) bool {
	m := l.build.Modules[module]
	if len(m.Ignore) == 0 {
		return false
	}
	rel := "/" + filepath.ToSlash(strings.Trim(strings.TrimPrefix(dir, m.Dir), string(filepath.Separator))) + "/"
	for _, pattern := range m.Ignore {
		below, fromRoot := strings.CutPrefix(pattern, "./")
		below = "/" + strings.Trim(below, "/") + "/"
		if fromRoot && strings.HasPrefix(rel, below) || !fromRoot && strings.Contains(rel, below) {
			return true
		}
	}
	return false
}
