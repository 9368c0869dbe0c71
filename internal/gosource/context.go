package gosource

import (
	"go/build/constraint"
	"slices"
	"strings"
)

// A Context is what a build is made for, as far as constraints ask.
type Context struct {
	GOOS, GOARCH string
	Cgo          bool
	Tags         []string // -tags
	ToolTags     []string // of the toolchain: its experiments and the level of the architecture
	ReleaseTags  []string // of the toolchain: go1.1 up to its own
}

// Match reports whether a tag is set.
func (c *Context) Match(tag string) bool {
	switch tag {
	case c.GOOS, c.GOARCH, "gc":
		return true
	case "cgo":
		return c.Cgo || slices.Contains(c.Tags, tag)
	case "unix":
		return slices.Contains(unix, c.GOOS) || slices.Contains(c.Tags, tag)
	case "boringcrypto":
		tag = "goexperiment.boringcrypto"
	}
	if base := implied[c.GOOS]; base != "" && tag == base {
		return true
	}
	return slices.Contains(c.Tags, tag) || slices.Contains(c.ToolTags, tag) || slices.Contains(c.ReleaseTags, tag)
}

// Allows reports whether a build for c has the files under a constraint, nil being none.
func (c *Context) Allows(x constraint.Expr) bool { return x == nil || x.Eval(c.Match) }

// Possible reports whether any context at all allows x. As cmd/go does where it takes in every platform, it sets each
// tag to what suits, apart from ignore, which is for files that belong to no build.
func Possible(x constraint.Expr) bool { return x == nil || possible(x, true) }

func possible(x constraint.Expr, prefer bool) bool {
	switch x := x.(type) {
	case *constraint.TagExpr:
		return x.Tag != "ignore" && prefer
	case *constraint.NotExpr:
		return !possible(x.X, !prefer)
	case *constraint.AndExpr:
		return possible(x.X, prefer) && possible(x.Y, prefer)
	case *constraint.OrExpr:
		return possible(x.X, prefer) || possible(x.Y, prefer)
	}
	return false
}

// AllowsName reports whether a build for c has files of that name.
func (c *Context) AllowsName(name string) bool {
	system, architecture := Demands(name)
	return (system == "" || c.Match(system)) && (architecture == "" || c.Match(architecture))
}

// FileConstraint returns what the name of a file demands, nil for nothing: name_GOOS.go, name_GOARCH.go
// and name_GOOS_GOARCH.go, each of them also with _test at the end.
func FileConstraint(name string) constraint.Expr {
	system, architecture := Demands(name)
	return And(tag(system), tag(architecture))
}

func tag(name string) constraint.Expr {
	if name == "" {
		return nil
	}
	return &constraint.TagExpr{Tag: name}
}

// Demands returns the operating system and the architecture that the name of a file demands, "" for none.
func Demands(name string) (system, architecture string) {
	name, _, _ = strings.Cut(name, ".")
	i := strings.IndexByte(name, '_')
	if i < 0 {
		return "", ""
	}
	name, last := cutLast(strings.TrimSuffix(name[i:], "_test"))
	if systems[last] {
		return last, ""
	}
	if !architectures[last] {
		return "", ""
	}
	if _, before := cutLast(name); systems[before] {
		return before, last
	}
	return "", last
}

// cutLast cuts off what follows the last underscore.
func cutLast(s string) (before, last string) {
	i := strings.LastIndexByte(s, '_')
	if i < 0 {
		return "", s
	}
	return s[:i], s[i+1:]
}

// systems and architectures are the names that count in names of files: those of all times, since go/build freezes
// the list. Sources: internal/syslist.
var (
	systems = set("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd " +
		"plan9 solaris wasip1 windows zos")
	architectures = set("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le " +
		"mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")
	unix    = strings.Fields("aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris")
	implied = map[string]string{"android": "linux", "illumos": "solaris", "ios": "darwin"}
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}
