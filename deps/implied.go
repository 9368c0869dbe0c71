package deps

import "slices"

// What a build imports without any file saying so. Sources: cmd/go/internal/load, LinkerDeps and TestMainDeps.
var (
	byCgo  = []string{"unsafe", "runtime/cgo", "syscall"} // each package with cgo
	byTest = []string{"os", "reflect", "testing", "testing/internal/testdeps", "runtime"}
	cgoNot = map[string][]string{ // packages that cgo itself stands on
		"runtime/cgo": {"runtime/cgo", "syscall"}, "runtime/race": {"syscall"}, "runtime/msan": {"syscall"}, "runtime/asan": {"syscall"},
	}
)

// linked is what the linker puts into every program.
func linked(c *Context) []string {
	deps := []string{"runtime"}
	if c.GOOS == "android" && c.GOARCH != "arm64" || c.GOOS == "ios" {
		deps = append(deps, "runtime/cgo")
	}
	if c.GOARCH == "arm" {
		deps = append(deps, "math")
	}
	return deps
}

// cgoImplies is what cgo makes a package import.
func cgoImplies(path string) []string {
	return slices.DeleteFunc(slices.Clone(byCgo), func(dep string) bool { return slices.Contains(cgoNot[path], dep) })
}

// imply enters the packages that p imports without saying so, on any platform that is followed.
func (l *loader) imply(p *loading, cgo bool) {
	if cgo {
		l.reachAll(p, cgoImplies(p.path))
	}
	isMain := slices.ContainsFunc(p.found, func(f File) bool { return f.Clause == "main" && l.wants(&f) })
	if isMain {
		l.reachAll(p, linked(&l.context))
	}
	if isMain && l.opt.All {
		l.reachAll(p, []string{"math", "runtime/cgo"})
	}
	if slices.ContainsFunc(p.found, func(f File) bool { return f.Test && l.wants(&f) }) {
		l.reachAll(p, byTest)
	}
}

func (l *loader) reachAll(p *loading, paths []string) {
	for _, path := range paths {
		l.reach(l.places.Map(p.path, p.module == 0, path))
	}
}
