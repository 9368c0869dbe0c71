package deps

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/gosource"
)

// A loader follows imports from the packages named to all that they reach. Several goroutines read files, and one at a time decides
// what to read next.
type loader struct {
	mu   sync.Mutex // held by the one that decides
	more sync.Cond  // the queue or reading has changed

	opt      Options
	dir      string
	settings *gomod.Settings
	context  Context
	folders  gosource.Folders
	places   finder
	build    *gomod.Build

	pkgs        []*loading
	byPath      map[string]int32
	constraints []Constraint
	native      []bool // by constraint: the build of the context has files under it
	followed    []bool // by constraint: what files under it import is read
	byText      map[condition]int32
	queue       []*loading // to be read
	known       []*loading // read before, to be taken
	reading     int        // being read
	findings    []Finding
	told        map[Finding]bool
}

// A finder tells where a package lies.
type finder interface {
	Map(importer string, fromStd bool, imported string) string
	Find(importPath string) (gomod.Place, error)
	Guess(importPath string) (dir string) // "" if there is no telling
}

// A loading package is one whose files may not be read yet.
type loading struct {
	id     int32
	path   string
	dir    string
	module int32
	root   bool
	reason string
	guess  bool             // dir is where it most likely lies: nobody has looked yet
	folder *gosource.Folder // what is in dir, if it was a guess
	names  []string         // of the files to read
	files  []scanned
	found  []File
	to     []Import // of the files found, which have First and Last here
}

// Load reads the graph. What is wrong with a part of it is a finding; the error says why nothing can be read.
func Load(ctx context.Context, opt Options) (*Graph, error) {
	dir, err := filepath.Abs(opt.Dir)
	if err != nil {
		return nil, err
	}
	l := &loader{
		opt: opt, dir: dir, byPath: map[string]int32{}, byText: map[condition]int32{}, constraints: make([]Constraint, 1),
		native: []bool{true}, followed: []bool{true}, told: map[Finding]bool{},
	}
	l.more.L = &l.mu
	if err := l.open(ctx); err != nil {
		return nil, err
	}
	roots, err := l.begin(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range roots {
		l.enter(r.path, gomod.Place{Module: r.module, Dir: r.dir}, true)
	}
	l.follow(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, p := range l.build.Problems {
		l.findings = append(l.findings, Finding{"modules", p.File, p.Line, p.Text})
	}
	return l.graph(), nil
}

// begin returns the packages that the patterns name.
func (l *loader) begin(ctx context.Context) ([]root, error) {
	if l.opt.Exact {
		return l.askList(ctx)
	}
	l.places = l.build
	return l.roots()
}

// open asks the go command for its settings and reads go.mod or go.work.
func (l *loader) open(ctx context.Context) error {
	env := slices.Clone(l.opt.Env)
	if l.opt.GOOS != "" {
		env = append(env, "GOOS="+l.opt.GOOS)
	}
	if l.opt.GOARCH != "" {
		env = append(env, "GOARCH="+l.opt.GOARCH)
	}
	end := l.ahead(ctx)
	settings, problem, err := l.ask(ctx, env)
	end()
	if err != nil {
		return err
	}
	if problem != nil {
		l.find("toolchain", "", 0, problem.Text)
	}
	l.settings = settings
	if l.context, err = l.settings.Context(); err != nil {
		l.find("toolchain", "", 0, err.Error())
	}
	if len(l.opt.Tags) > 0 {
		l.context.Tags = l.opt.Tags
	}
	if l.build, err = gomod.Open(l.settings, &l.folders); err != nil {
		if p := (*gomod.Problem)(nil); errors.As(err, &p) && p.File == "" {
			return fmt.Errorf("%s: %w", l.dir, err)
		}
		return err
	}
	return nil
}

func (l *loader) find(rule, file string, line int, text string) {
	if f := (Finding{rule, file, line, text}); !l.told[f] {
		l.told[f] = true
		l.findings = append(l.findings, f)
	}
}

// take enters what was read of a package, and what it imports.
func (l *loader) take(p *loading) {
	cgo := false
	l.keep(p)
	p.found, p.to = make([]File, 0, len(p.files)), make([]Import, 0, p.imports())
	for i := range p.files {
		s := &p.files[i]
		f := File{
			Package: p.id, Name: s.name, Clause: s.clause, Bytes: s.bytes, Constraint: l.constraint(s),
			Test: isTest(s.name), Cgo: s.cgo, Bad: s.err != nil, First: int32(len(p.to)),
		}
		if s.err != nil {
			l.tell(filepath.Join(p.dir, s.name), s.err)
		}
		if l.wants(&f) {
			cgo = cgo || f.Cgo
			for _, imp := range s.imports {
				if imp.path.text != "C" {
					p.to = append(p.to, Import{To: l.reachWord(p, imp.path), Line: imp.line})
				}
			}
		}
		f.Last = int32(len(p.to))
		p.found = append(p.found, f)
	}
	p.files = nil
	l.imply(p, cgo)
	l.tellMixed(p)
}

// imports is how many imports the files that were read have.
func (p *loading) imports() int {
	n := 0
	for i := range p.files {
		n += len(p.files[i].imports)
	}
	return n
}

// tellMixed makes a finding of a file that names another package than those before it, on the platform asked for.
func (l *loader) tellMixed(p *loading) {
	name := ""
	for i := range p.found {
		f := &p.found[i]
		if f.Bad || f.Clause == "documentation" || !l.native[f.Constraint] || f.Cgo && !l.context.Cgo {
			continue
		}
		clause := f.Clause
		if f.Test {
			clause = strings.TrimSuffix(clause, "_test")
		}
		if name == "" {
			name = clause
		} else if clause != name && f.Clause != name {
			l.find("mixed", filepath.Join(p.dir, f.Name), 0, "package "+f.Clause+" in a folder of package "+name)
		}
	}
}

// tell makes a finding of what is wrong with a file.
func (l *loader) tell(name string, err error) {
	if bad := (*gosource.Error)(nil); errors.As(err, &bad) {
		l.find("unparsable", name, bad.Line, bad.Text)
		return
	}
	if path := (*os.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	l.find("unreadable", name, 0, err.Error())
}
