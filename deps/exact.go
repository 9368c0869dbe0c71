package deps

import (
	"context"
	"errors"

	"github.com/cupelgo/cupel/internal/gomod"
)

// exact tells where packages lie as go list says it.
type exact struct {
	places map[string]gomod.Place
	errs   map[string]error
	maps   map[string]map[string]string // by importer: what an import means there
}

// errUnlisted is the error for a package that go list does not name.
var errUnlisted = errors.New("go list does not name it")

// askList asks go list for the places of all packages, and returns those that the patterns name.
func (l *loader) askList(ctx context.Context) ([]root, error) {
	pkgs, _, err := list(ctx, l.dir, l.opt)
	if err != nil {
		return nil, err
	}
	x := &exact{places: map[string]gomod.Place{}, errs: map[string]error{}, maps: map[string]map[string]string{}}
	l.places = x
	var roots []root
	for _, p := range pkgs {
		if p.ForTest != "" || p.isTestMain() {
			x.mapTests(p)
			continue
		}
		if p.Dir == "" {
			x.errs[p.ImportPath] = errors.New(p.problem())
			continue
		}
		at := gomod.Place{Module: l.build.Index(p.module()), Dir: p.Dir}
		x.places[p.ImportPath], x.maps[p.ImportPath] = at, p.ImportMap
		if !p.DepOnly {
			roots = append(roots, root{p.ImportPath, at.Dir, at.Module})
		}
	}
	return roots, nil
}

// mapTests takes what imports mean in the tests of a package, where it is not the variant for the test that is meant.
func (x *exact) mapTests(p *listed) {
	for from, to := range p.ImportMap {
		if known := x.maps[p.ForTest]; known[from] == "" && withoutVariant(to) != from {
			if known == nil {
				x.maps[p.ForTest] = map[string]string{}
			}
			x.maps[p.ForTest][from] = withoutVariant(to)
		}
	}
}

// Map returns what an import means.
func (x *exact) Map(importer string, _ bool, imported string) string {
	if to := x.maps[importer][imported]; to != "" {
		return withoutVariant(to)
	}
	return imported
}

// Find returns where a package lies.
func (x *exact) Find(importPath string) (gomod.Place, error) {
	if at, ok := x.places[importPath]; ok {
		return at, nil
	}
	if err := x.errs[importPath]; err != nil {
		return gomod.Place{}, err
	}
	return gomod.Place{}, errUnlisted
}

// Guess is Find, which is as cheap.
func (x *exact) Guess(importPath string) string { return x.places[importPath].Dir }

func (p *listed) problem() string {
	if p.Error == nil {
		return "go list says no more about it"
	}
	return p.Error.Err
}

// module is the one that provides a package, that of the standard library being nil.
func (p *listed) module() *gomod.Module {
	if p.Standard || p.Module == nil {
		return nil
	}
	m := &gomod.Module{Path: p.Module.Path, Version: p.Module.Version, Main: p.Module.Main, Dir: p.Module.Dir}
	if r := p.Module.Replace; r != nil {
		m.Replace = r.spelled()
	}
	return m
}
