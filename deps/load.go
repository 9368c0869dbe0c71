package deps

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/gomod"
	"github.com/cupelgo/cupel/internal/gosource"
)

// A loader follows imports from the packages named to all that they reach. One goroutine decides, others read files.
type loader struct {
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
	byText      map[string]int32
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
}

// A loading package is one whose files may not be read yet.
type loading struct {
	id     int32
	path   string
	dir    string
	module int32
	root   bool
	reason string
	names  []string // of the files to read
	files  []scanned
	found  []File // without First and Last
	to     [][]Import
}

// Load reads the graph. What is wrong with a part of it is a finding; the error says why nothing can be read.
func Load(ctx context.Context, opt Options) (*Graph, error) {
	dir, err := filepath.Abs(opt.Dir)
	if err != nil {
		return nil, err
	}
	l := &loader{
		opt: opt, dir: dir, byPath: map[string]int32{}, byText: map[string]int32{"": 0}, constraints: make([]Constraint, 1),
		told: map[Finding]bool{},
	}
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
	settings, problem, err := l.ask(ctx, env)
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

// enter notes a package and has its files read.
func (l *loader) enter(path string, at gomod.Place, root bool) int32 {
	if id, ok := l.byPath[path]; ok {
		return id
	}
	p := &loading{id: int32(len(l.pkgs)), path: path, dir: at.Dir, module: int32(at.Module), root: root}
	l.pkgs = append(l.pkgs, p)
	l.byPath[path] = p.id
	folder := l.folders.Read(at.Dir)
	if folder.Err != nil {
		l.find("unreadable", at.Dir, 0, folder.Err.Error())
	}
	p.names = l.names(p, folder)
	if l.recall(p) {
		l.known = append(l.known, p)
	} else {
		l.queue = append(l.queue, p)
	}
	return p.id
}

// names are the files of a package that matter: tests only of packages that were named, and those that their names keep from
// the one platform that is asked for not at all.
func (l *loader) names(p *loading, folder *gosource.Folder) []string {
	names := make([]string, 0, len(folder.Go))
	for _, name := range folder.Go {
		if isTest(name) && !p.root || !l.opt.All && !l.context.Allows(gosource.FileConstraint(name)) {
			continue
		}
		names = append(names, name)
	}
	return names
}

// reach returns the package that an import in p means, which is entered if it is not known yet.
func (l *loader) reach(p *loading, imported string) int32 {
	path := l.places.Map(p.path, p.module == 0, imported)
	if id, ok := l.byPath[path]; ok {
		return id
	}
	at, err := l.places.Find(path)
	if err != nil {
		id := int32(len(l.pkgs))
		l.pkgs = append(l.pkgs, &loading{id: id, path: path, module: -1, reason: err.Error()})
		l.byPath[path] = id
		return id
	}
	return l.enter(path, at, false)
}

// take enters what was read of a package, and what it imports.
func (l *loader) take(p *loading) {
	cgo := false
	l.keep(p)
	p.found, p.to = make([]File, 0, len(p.files)), make([][]Import, 0, len(p.files))
	for i := range p.files {
		s := &p.files[i]
		f := File{
			Package: p.id, Name: s.name, Clause: s.clause, Bytes: s.bytes, Constraint: l.constraint(p, s),
			Test: isTest(s.name), Cgo: s.cgo, Bad: s.err != nil,
		}
		if s.err != nil {
			l.tell(filepath.Join(p.dir, s.name), s.err)
		}
		var to []Import
		if l.wants(&f) {
			to = make([]Import, 0, len(s.imports))
			cgo = cgo || f.Cgo
			for _, imp := range s.imports {
				if imp.path != "C" {
					to = append(to, Import{To: l.reach(p, imp.path), Line: imp.line})
				}
			}
		}
		p.found, p.to = append(p.found, f), append(p.to, to)
	}
	p.files = nil
	l.imply(p, cgo)
	l.tellMixed(p)
}

// tellMixed makes a finding of a file that names another package than those before it, on the platform asked for.
func (l *loader) tellMixed(p *loading) {
	name := ""
	for i := range p.found {
		f := &p.found[i]
		if f.Bad || f.Clause == "documentation" || !l.context.Allows(l.constraints[f.Constraint].expr) || f.Cgo && !l.context.Cgo {
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

// constraint enters under which constraint a file is built, by its name and by what it says.
func (l *loader) constraint(p *loading, s *scanned) int32 {
	byName := gosource.FileConstraint(s.name)
	key := s.constraint
	if byName != nil {
		key = byName.String() + "\n" + key
	}
	if id, ok := l.byText[key]; ok {
		return id
	}
	said, err := gosource.ParseConstraint([]byte(s.constraint))
	if err != nil {
		s.err = &gosource.Error{Line: 1, Text: err.Error()}
		return 0
	}
	if byName != nil && said != nil && byName.String() == said.String() {
		byName = nil
	}
	x := gosource.And(byName, said)
	text := ""
	if x != nil {
		text = x.String()
	}
	id := int32(len(l.constraints))
	l.constraints = append(l.constraints, Constraint{text, x})
	l.byText[key] = id
	return id
}
