package gotool

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// listFields are the fields of go list that listed reads.
const listFields = "ImportPath,Name,Dir,Module,Standard,Imports,ImportMap,DepOnly,Error,GoFiles,CgoFiles"

// listed is a package as go list describes it.
type listed struct {
	ImportPath, Name, Dir string
	Module                *listedModule
	Standard, DepOnly     bool
	Imports               []string
	GoFiles, CgoFiles     []string
	ImportMap             map[string]string
	Error                 *struct{ Err string }
}

type listedModule struct {
	Path, Version, Dir string
	Replace            *listedModule
}

// load asks for toolchain and packages and fills t.
func (t *Target) load(ctx context.Context, name string) error {
	var err error
	if t.env, err = t.goCmd.goEnv(ctx); err != nil {
		return err
	}
	t.GOROOT, t.GoVersion = t.env.GOROOT, t.env.GOVERSION
	pkgs, err := t.list(ctx)
	if err != nil {
		return err
	}
	root, err := theMain(name, pkgs)
	if err != nil {
		return err
	}
	t.adopt(root, pkgs)
	return nil
}

// list returns the packages of the build. Errors in a package stay with it: a dependency that is
// missing or broken is the compiler's to report.
func (t *Target) list(ctx context.Context) ([]*listed, error) {
	args := append([]string{"list", "-e", "-deps", "-json=" + listFields}, t.flags...)
	out, err := t.goCmd.run(ctx, append(args, "--", t.pattern)...)
	if f := (*failure)(nil); errors.As(err, &f) {
		return nil, newBuildError(t.userPaths(f.stderr))
	}
	if err != nil {
		return nil, err
	}
	return parseList(out)
}

func parseList(out []byte) ([]*listed, error) {
	var pkgs []*listed
	d := json.NewDecoder(bytes.NewReader(out))
	for {
		p := new(listed)
		err := d.Decode(p)
		if err == io.EOF {
			return pkgs, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		pkgs = append(pkgs, p)
	}
}

// theMain returns the one package that the target names.
func theMain(name string, pkgs []*listed) (*listed, error) {
	var roots []*listed
	for _, p := range pkgs {
		if !p.DepOnly {
			roots = append(roots, p)
		}
	}
	switch {
	case len(roots) == 0:
		return nil, &TargetError{Target: name, Err: ErrNoPackage}
	case len(roots) > 1:
		return nil, &TargetError{Target: name, Err: ErrSeveral}
	}
	root := roots[0]
	switch {
	case root.Name == "" && root.Error != nil:
		return nil, &TargetError{Target: name, Err: ErrNoPackage, Detail: firstLine(root.Error.Err)}
	case root.Name != "main":
		return nil, &TargetError{Target: name, Err: ErrNotMain, Detail: "it is package " + root.Name}
	}
	return root, nil
}

// adopt takes over what go list said, under the user's paths.
func (t *Target) adopt(root *listed, pkgs []*listed) {
	t.Packages = make(map[string]*Package, len(pkgs))
	for _, p := range pkgs {
		t.Packages[p.ImportPath] = t.newPackage(p)
	}
	main := t.Packages[root.ImportPath]
	t.Package, t.Dir, t.mainDir = main.ImportPath, main.Dir, root.Dir
	t.mainFiles = append(root.GoFiles, root.CgoFiles...)
	t.Module, t.Version = main.Module, main.Version
}

func (t *Target) newPackage(p *listed) *Package {
	out := &Package{
		ImportPath: p.ImportPath, Name: p.Name, Standard: p.Standard,
		Dir: t.SourcePath(p.Dir), Imports: p.imports(),
	}
	switch m := p.Module; {
	case p.Standard:
		out.Module, out.Version, out.ModuleDir = "std", t.GoVersion, t.GOROOT
	case m != nil:
		out.Module, out.Version, out.ModuleDir = m.Path, t.versionOf(m), t.SourcePath(m.Dir)
	}
	return out
}

// versionOf returns the version whose source is built: of the replacement, if there is one, and of
// the copy what it is a copy of.
func (t *Target) versionOf(m *listedModule) string {
	if m.Replace != nil {
		return m.Replace.Version
	}
	if m.Version == "" && m.Path == t.Module {
		return t.Version
	}
	return m.Version
}

func (p *listed) imports() []string {
	var out []string
	for _, path := range p.Imports {
		if mapped, ok := p.ImportMap[path]; ok {
			path = mapped
		}
		if path != "C" {
			out = append(out, path)
		}
	}
	return out
}
