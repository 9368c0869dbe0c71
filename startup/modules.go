package startup

import (
	"path"
	"runtime/debug"
	"strings"

	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/gotool"
)

// packagesOf returns the packages that functions of an executable belong to, by import path, each with
// its module as far as the executable tells.
func packagesOf(f *gobin.File, s *subject) map[string]*gotool.Package {
	l := newModuleList(f.BuildInfo(), s)
	l.goroot = gorootOf(f)
	out, sure := map[string]*gotool.Package{}, map[string]bool{}
	for fn := range f.Funcs() {
		pkg := packageOfFunc(fn.Name)
		if pkg == "" || sure[pkg] {
			continue
		}
		var std bool
		if std, sure[pkg] = l.isStandard(pkg, func() string { return fileOf(f, fn.Entry) }); std {
			out[pkg] = &gotool.Package{ImportPath: pkg, Module: "std", Version: s.GoVersion, Standard: true}
			continue
		}
		p := l.describe(pkg)
		out[p.ImportPath] = p
	}
	return out
}

// packageOfFunc returns the import path in the name of a function, "main" for the main package, and ""
// for what the linker and the C compiler made.
func packageOfFunc(name string) string {
	for _, prefix := range []string{"type:", "type..", "go:", "go.", "_cgo", "x_cgo"} {
		if strings.HasPrefix(name, prefix) {
			return ""
		}
	}
	pkg, _ := splitSymbol(name)
	return pkg
}

// gorootOf returns the folder of the standard library's source in the names of files, with a slash at
// its end; "" where the executable was built without such folders (-trimpath).
func gorootOf(f *gobin.File) string {
	fn, _ := f.Lookup("runtime.main")
	dir, _ := strings.CutSuffix(fileOf(f, fn.Entry), "runtime/proc.go")
	if !strings.HasSuffix(dir, "/") {
		return ""
	}
	return dir
}

// fileOf returns the source file of the function at the address, "" if it has none of its own.
func fileOf(f *gobin.File, entry uint64) string {
	frames := f.Frames(entry)
	if len(frames) == 0 {
		return ""
	}
	file := frames[len(frames)-1].File
	if path.Base(file) == "_cgo_gotypes.go" || strings.HasPrefix(file, "<") {
		return ""
	}
	return file
}

// A moduleList is the modules that a program is built from.
type moduleList struct {
	main   *subject
	all    []*debug.Module
	goroot string // see gorootOf
}

// newModuleList takes them from build info, which may be nil.
func newModuleList(info *debug.BuildInfo, main *subject) *moduleList {
	l := &moduleList{main: main}
	if info != nil {
		l.all = append([]*debug.Module{&info.Main}, info.Deps...)
	}
	return l
}

// isStandard reports whether a package is one of the standard library, and whether that is sure. It asks
// for a source file of the package if need be: the path of a module may be without a dot, too.
func (l *moduleList) isStandard(pkg string, file func() string) (std, sure bool) {
	first, _, _ := strings.Cut(pkg, "/")
	switch {
	case pkg == "main" || strings.Contains(first, ".") || l.ofToolchain(pkg):
		return false, true
	case l.goroot == "":
		return l.moduleOf(pkg) == nil, true
	}
	if name := file(); name != "" {
		return strings.HasPrefix(name, l.goroot), true
	}
	return l.moduleOf(pkg) == nil, false
}

// toolchainPath is how the import paths of the go command and its tools begin.
const toolchainPath = "cmd/"

// ofToolchain reports whether a package is the program's own, which is a part of the Go toolchain.
func (l *moduleList) ofToolchain(pkg string) bool {
	return l.main.Module == "std" && strings.HasPrefix(pkg, toolchainPath)
}

// describe returns what is known of a package outside of the standard library.
func (l *moduleList) describe(pkg string) *gotool.Package {
	if pkg == "main" {
		return &gotool.Package{ImportPath: l.main.Package, Name: pkg, Module: l.main.Module, Version: l.main.Version}
	}
	p := &gotool.Package{ImportPath: pkg}
	if l.ofToolchain(pkg) {
		p.Module, p.Version = l.main.Module, l.main.Version
	}
	if m := l.moduleOf(pkg); m != nil {
		p.Module, p.Version = m.Path, versionOf(m)
	}
	return p
}

// moduleOf returns the module of a package, which has the longest of the paths that fit; nil if none does.
func (l *moduleList) moduleOf(pkg string) *debug.Module {
	var best *debug.Module
	for _, m := range l.all {
		rest, ok := strings.CutPrefix(pkg, m.Path)
		if !ok || m.Path == "" || rest != "" && rest[0] != '/' {
			continue
		}
		if best == nil || len(m.Path) > len(best.Path) {
			best = m
		}
	}
	return best
}

// versionOf returns the version whose source was built: of the replacement, if there is one; "" of a
// working copy.
func versionOf(m *debug.Module) string {
	if m.Replace != nil {
		m = m.Replace
	}
	if m.Version == "(devel)" {
		return ""
	}
	return m.Version
}
