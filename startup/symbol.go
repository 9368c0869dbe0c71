package startup

import (
	"cmp"
	"path"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/timeline"
)

// A namer turns symbols of one program into places of a record.
type namer struct {
	main     string // import path of the main package
	module   string // of the main package
	packages map[string]*gotool.Package
	modules  *moduleList // of an executable without its source; nil else
	pass     string      // of the run that findings are of

	chains map[bool]*importSearch // by whether through the standard library, see importedVia
	spare  []*timeline.StackFrame // memory for what userFrames returns
	views  []view                 // memory for viewsOf
}

func newNamer(main, module string, packages map[string]*gotool.Package) *namer {
	return &namer{main: main, module: module, packages: packages, chains: map[bool]*importSearch{}}
}

// splitSymbol divides a full symbol into the package path as the linker writes it and the name
// within the package: "gopkg.in/yaml%2ev3.(*parser).init" gives "gopkg.in/yaml.v3" and
// "(*parser).init". Type arguments may hold slashes and dots and are not looked at.
func splitSymbol(symbol string) (pkg, name string) {
	plain, _, _ := strings.Cut(symbol, "[")
	plain, _, _ = strings.Cut(plain, "(")
	base := strings.LastIndexByte(plain, '/') + 1
	dot := strings.IndexByte(plain[base:], '.')
	if dot < 0 {
		return "", symbol
	}
	return unescape(symbol[:base+dot]), symbol[base+dot+1:]
}

// unescape undoes the linker's %xx escapes in the last element of a package path.
func unescape(pkg string) string {
	if !strings.Contains(pkg, "%") {
		return pkg
	}
	return escapes.Replace(pkg)
}

var escapes = strings.NewReplacer("%2e", ".", "%22", `"`, "%25", "%")

// packageOf returns the import path of the package that holds symbol, "" if it has none.
func (n *namer) packageOf(symbol string) string {
	pkg, _ := splitSymbol(symbol)
	if pkg == "main" {
		return n.main
	}
	return pkg
}

// known returns what is known of a package, nil if nothing is. An executable does not show packages whose
// functions are all inlined in others: its modules tell of these.
func (n *namer) known(pkg string) *gotool.Package {
	p, ok := n.packages[pkg]
	if ok || n.modules == nil || pkg == "" {
		return p
	}
	std, _ := n.modules.isStandard(pkg, nil)
	return n.modules.describe(pkg, std)
}

// frame returns the place of f.
func (n *namer) frame(f timeline.Frame) evidence.Frame {
	_, name := splitSymbol(f.Func)
	out := evidence.Frame{Package: n.packageOf(f.Func), Symbol: name, Line: f.Line}
	p := n.known(out.Package)
	if p != nil {
		out.Module, out.Version = p.Module, p.Version
	}
	if f.File == "" {
		return out
	}
	if p == nil {
		out.File = path.Base(f.File)
		return out
	}
	out.File = path.Join(n.folder(out.Package, p), path.Base(f.File))
	return out
}

// folder is that of p relative to the root of its module. It is taken from the import path, because the
// paths in a binary depend on -trimpath and on where it was built. The folder of a main package without a
// module is not known: its path is a name only.
func (n *namer) folder(pkg string, p *gotool.Package) string {
	switch {
	case p.Standard:
		return pkg
	case pkg == n.main && p.Module == "":
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(pkg, p.Module), "/")
}

// standard reports whether symbol belongs to the standard library, the runtime, cgo's glue or
// Cupel's agent. As the go command decides, a path with a dot in its first element is none of the standard
// library; one without is, unless a module is known to have it.
func (n *namer) standard(symbol string) bool {
	return n.inStandard(symbol) || isGlue(symbol)
}

// inStandard reports whether the package of symbol is one of the standard library. Most frames of most stacks are of the
// runtime.
func (n *namer) inStandard(symbol string) bool {
	return strings.HasPrefix(symbol, "runtime.") || n.standardPackage(n.packageOf(symbol))
}

func (n *namer) standardPackage(pkg string) bool {
	if first, _, _ := strings.Cut(pkg, "/"); strings.Contains(first, ".") {
		return false
	}
	p := n.known(pkg)
	return p == nil || p.Standard
}

// inMainModule reports whether symbol belongs to the module of the main package.
func (n *namer) inMainModule(symbol string) bool {
	p := n.known(n.packageOf(symbol))
	return p != nil && !p.Standard && p.Module == n.module
}

// innermost returns the deepest frame outside of the standard library.
func (n *namer) innermost(st *timeline.Stack) (timeline.Frame, bool) {
	own := n.userFrames(st)
	if len(own) == 0 {
		return timeline.Frame{}, false
	}
	return own[len(own)-1].Frame, true
}

// moduleOf returns the module of the package that holds symbol; packages the go command did not
// list stand for themselves. Where an executable does not name its modules, which one built without them
// does not, it is the repository as far as the import path tells.
func (n *namer) moduleOf(symbol string) string { return n.moduleOfPackage(n.packageOf(symbol)) }

func (n *namer) moduleOfPackage(pkg string) string {
	switch p := n.known(pkg); {
	case p == nil:
		return strings.TrimSuffix(pkg, "/")
	case p.Module == "":
		return repositoryOf(cmp.Or(p.ImportPath, pkg))
	default:
		return p.Module
	}
}

// repositoryOf returns the beginning of an import path that is its repository's, by the custom of hosts.
func repositoryOf(pkg string) string {
	if i := strings.LastIndex(pkg, "/vendor/"); i >= 0 {
		pkg = pkg[i+len("/vendor/"):]
	}
	parts := strings.Split(pkg, "/")
	count := 2
	switch parts[0] {
	case "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "golang.org":
		count = 3
	}
	return strings.Join(parts[:min(count, len(parts))], "/")
}
