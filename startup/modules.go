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
	l := moduleList{s, gorootOf(f)}
	out, sure := map[string]*gotool.Package{}, map[string]bool{}
	for fn := range f.Funcs() {
		pkg := packageOfFunc(fn.Name)
		if pkg == "" || sure[pkg] {
			continue
		}
		var std bool
		std, sure[pkg] = l.isStandard(pkg, func() string { return fileOf(f, fn.Entry) })
		p := l.describe(pkg, std)
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

// A module is one that a program is built from.
type module struct {
	Path    string `json:"path"`
	Version string `json:"version,omitempty"` // whose source was built; "" of a working copy
}

// modulesOf returns the modules that build info names.
func modulesOf(info *debug.BuildInfo) []module {
	var all []module
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path != "" {
			all = append(all, module{m.Path, versionOf(m)})
		}
	}
	return all
}

// A moduleList tells the packages of a program by its modules.
type moduleList struct {
	main   *subject
	goroot string // see gorootOf
}

// isStandard reports whether a package is one of the standard library, and whether that is sure. It asks
// for a source file of the package if need be: the path of a module may be without a dot, too.
func (l moduleList) isStandard(pkg string, file func() string) (std, sure bool) {
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
func (l moduleList) ofToolchain(pkg string) bool {
	return l.main.Module == "std" && strings.HasPrefix(pkg, toolchainPath)
}

// describe returns what is known of a package.
func (l moduleList) describe(pkg string, std bool) *gotool.Package {
	if std {
		return &gotool.Package{ImportPath: pkg, Module: "std", Version: l.main.GoVersion, Standard: true}
	}
	if pkg == "main" {
		return &gotool.Package{ImportPath: l.main.Package, Name: pkg, Module: l.main.Module, Version: l.main.Version}
	}
	p := &gotool.Package{ImportPath: pkg}
	if l.ofToolchain(pkg) {
		p.Module, p.Version = l.main.Module, l.main.Version
	}
	if m := l.moduleOf(pkg); m != nil {
		p.Module, p.Version = m.Path, m.Version
	}
	return p
}

// moduleOf returns the module of a package, which has the longest of the paths that fit; nil if none does.
func (l moduleList) moduleOf(pkg string) *module {
	var best *module
	for i := range l.main.Modules {
		m := &l.main.Modules[i]
		rest, ok := strings.CutPrefix(pkg, m.Path)
		if !ok || rest != "" && rest[0] != '/' {
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
