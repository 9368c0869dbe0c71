package deps

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/gosource"
	"github.com/cupelgo/cupel/internal/revision"
)

// A Diff is how a graph differs between two commits, or a commit and the work tree.
type Diff struct {
	Old, New     Side
	Packages     []PackageChange    // by import path
	Imports      []ImportChange     // by importer, then what it imports
	Modules      []ModuleChange     // by path
	Capabilities []CapabilityChange // by the order of capabilities, then by module
}

// A Side is one of the two graphs.
type Side struct {
	Name   string // as it was asked for; "the work tree"
	Commit string // short hash; "" of the work tree
	View   *View
	Now    []string // modules that lie outside of the repository, and were read as they are now, not as they were at the commit
}

// A PackageChange is a package that only one side reaches.
type PackageChange struct {
	Path  string
	Kind  Kind
	Added bool // else it is gone
}

// An ImportChange is an import that only one side has.
type ImportChange struct {
	Edge  Edge
	Side  *Side // that has it
	Added bool  // else it is gone
}

// Compare loads the graph at a commit and another, "" being the work tree, and says how they differ. What both have alike is read
// once, and of what they have otherwise only that is taken out of git's objects. An error about a revision is a *revision.Error.
func Compare(ctx context.Context, opt Options, from, to string) (*Diff, error) {
	dir, err := filepath.Abs(opt.Dir)
	if err != nil {
		return nil, err
	}
	if opt.Dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	opt.memory = &memory{files: map[string][]scanned{}}
	d := &Diff{}
	older, newer := opt, opt
	opened := make(chan error, 1)
	go func() { opened <- d.Old.open(ctx, &older, from) }()
	err = d.New.open(ctx, &newer, to)
	if first := <-opened; first != nil {
		err = first
	}
	if err != nil {
		return nil, err
	}
	if err := d.Old.load(ctx, older); err != nil {
		return nil, err
	}
	if err := d.New.load(ctx, newer); err != nil {
		return nil, err
	}
	d.packages()
	d.imports()
	d.modules()
	d.capabilities()
	return d, nil
}

// open finds a commit, "" being the work tree, and has its files read in place of those of the disk.
func (s *Side) open(ctx context.Context, opt *Options, rev string) error {
	s.Name = "the work tree"
	if rev == "" {
		return nil
	}
	files, err := revision.Open(ctx, opt.Dir, rev, wanted, opt.Env)
	if err != nil {
		return err
	}
	s.Name, s.Commit = rev, files.Short
	root := opt.Dir
	if files.Prefix != "." {
		root = strings.TrimSuffix(opt.Dir, string(filepath.Separator)+filepath.FromSlash(files.Prefix))
	}
	opt.over = &gosource.Overlay{Root: root, Files: files, Here: files.Here}
	return nil
}

// load reads the graph of a side.
func (s *Side) load(ctx context.Context, opt Options) error {
	g, err := Load(ctx, opt)
	if err != nil {
		return fmt.Errorf("at %s: %w", s.spoken(), err)
	}
	s.View = g.View(g.Scope())
	if opt.over != nil {
		s.Now = g.outside(opt.over)
	}
	return nil
}

// outside returns the modules in folders of the disk that no commit tells of. Those of the module cache never change.
func (g *Graph) outside(over *gosource.Overlay) []string {
	var all []string
	for _, m := range g.Modules[1:] {
		fixed := slices.ContainsFunc(over.Except, func(dir string) bool { return strings.HasPrefix(m.Dir, dir+string(filepath.Separator)) })
		if m.Dir != "" && !fixed && !over.Covers(m.Dir) {
			all = append(all, m.Path)
		}
	}
	return all
}

// wanted reports whether a file of a commit may be read.
func wanted(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(base, ".go") || base == "go.mod" || base == "go.work" || base == "modules.txt" || isLicence(base)
}

func (d *Diff) packages() {
	list := func(a, b *View, added bool) {
		for _, p := range a.Packages() {
			pkg := &a.Graph.Packages[p]
			if id := b.Graph.Find(pkg.Path); id < 0 || !b.Has(id) {
				d.Packages = append(d.Packages, PackageChange{pkg.Path, pkg.Kind, added})
			}
		}
	}
	list(d.Old.View, d.New.View, false)
	list(d.New.View, d.Old.View, true)
	slices.SortFunc(d.Packages, func(x, y PackageChange) int { return cmp.Compare(x.Path, y.Path) })
}

func (d *Diff) imports() {
	list := func(a, b *Side, added bool) {
		for _, e := range a.View.Edges() {
			if !e.Implied && !b.View.imports(a.View.Graph.Packages[e.From].Path, a.View.Graph.Packages[e.To].Path) {
				d.Imports = append(d.Imports, ImportChange{e, a, added})
			}
		}
	}
	list(&d.Old, &d.New, false)
	list(&d.New, &d.Old, true)
	slices.SortStableFunc(d.Imports, func(x, y ImportChange) int {
		return cmp.Or(cmp.Compare(x.From(), y.From()), cmp.Compare(x.To(), y.To()))
	})
}

// From is the import path of what imports.
func (c *ImportChange) From() string { return c.Side.View.Graph.Packages[c.Edge.From].Path }

// To is the import path of what is imported.
func (c *ImportChange) To() string { return c.Side.View.Graph.Packages[c.Edge.To].Path }

// own reports whether the import stands in a main module.
func (c *ImportChange) own() bool { return c.Side.View.Graph.Packages[c.Edge.From].Kind == Own }

// imports reports whether a file says that one package imports another.
func (v *View) imports(from, to string) bool {
	f, t := v.Graph.Find(from), v.Graph.Find(to)
	if f < 0 || t < 0 {
		return false
	}
	e, ok := v.Edge(f, t)
	return ok && !e.Implied
}
