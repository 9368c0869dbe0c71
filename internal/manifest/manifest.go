// Package manifest reads cupel.yaml, so that every mistake has its place: file:line:column, with the nearest
// right name. Each section is read by the package that it is for.
//
// Sources: the YAML 1.2 specification, by go.yaml.in/yaml/v3.
package manifest

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The sections of the file.
const (
	Claims = "claims" // what must stay true
	Setup  = "setup"  // what the programs of claims need
	Deps   = "deps"   // rules of imports and modules
)

// Sections are all of them.
func Sections() []string { return []string{Claims, Setup, Deps} }

// A Reader reads a file and notes all mistakes on its way.
type Reader struct {
	source source
	errs   *Errors
}

// NewReader begins a file, whose path only errors name. It returns the values of the sections, and nil if it is
// not even a mapping; then there is an error.
func NewReader(path string, data []byte) (*Reader, *yaml.Node, map[string]*yaml.Node) {
	r := &Reader{errs: &Errors{Path: path}}
	text, ok := readable(data, r.errs)
	if !ok {
		return r, nil, nil
	}
	r.source = newSource(text)
	root := r.decode(text)
	if root == nil {
		return r, nil, nil
	}
	return r, root, r.Fields(root, "the file", Sections())
}

// Err returns all mistakes together, in the order of their places, as *Errors; nil if there is none.
func (r *Reader) Err() error {
	if len(r.errs.List) == 0 {
		return nil
	}
	slices.SortStableFunc(r.errs.List, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	return r.errs
}

// At is the place of the byte at an offset of a scalar's value.
func (r *Reader) At(n *yaml.Node, offset int) Position { return r.source.at(n, offset) }

// decode returns the root of the only document, nil if there is something wrong with it.
func (r *Reader) decode(text string) *yaml.Node {
	d := yaml.NewDecoder(strings.NewReader(text))
	var doc, second yaml.Node
	err := d.Decode(&doc)
	if errors.Is(err, io.EOF) {
		r.errs.Add(Position{1, 1}, "the file is empty: it wants one of "+strings.Join(Sections(), ", "))
		return nil
	}
	if err != nil {
		r.syntax(text, err)
		return nil
	}
	switch err := d.Decode(&second); {
	case err == nil:
		r.errs.Add(Position{second.Line, second.Column}, "a second document begins: the file has one")
	case !errors.Is(err, io.EOF):
		r.syntax(text, err)
		return nil
	}
	return doc.Content[0]
}
