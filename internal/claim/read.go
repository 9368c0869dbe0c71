package claim

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Parse reads a claims file, whose path only errors name. All of its mistakes are reported together, as
// *Errors; no file makes it panic.
func Parse(path string, data []byte, capabilities []Capability) (*File, error) {
	r := &reader{
		file: &File{Path: path}, errs: &Errors{Path: path},
		capabilities: capabilities, names: map[string]int{},
	}
	if text, ok := readable(data, r.errs); ok {
		r.source = newSource(text)
		if root := r.decode(text); root != nil {
			r.top(root)
		}
	}
	if len(r.errs.List) > 0 {
		slices.SortStableFunc(r.errs.List, func(a, b Mistake) int {
			return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
		})
		return nil, r.errs
	}
	return r.file, nil
}

// A reader makes a File of YAML and notes all mistakes on its way.
type reader struct {
	source       source
	file         *File
	errs         *Errors
	capabilities []Capability
	names        map[string]int // of claims → line
}

// decode returns the root of the only document, nil if there is something wrong with it.
func (r *reader) decode(text string) *yaml.Node {
	d := yaml.NewDecoder(strings.NewReader(text))
	var doc, second yaml.Node
	err := d.Decode(&doc)
	if errors.Is(err, io.EOF) {
		r.errs.add(Position{1, 1}, "the file is empty: it wants a list `claims:`", "", nil)
		return nil
	}
	if err != nil {
		r.syntax(text, err)
		return nil
	}
	switch err := d.Decode(&second); {
	case err == nil:
		r.errs.add(Position{second.Line, second.Column}, "a second document begins: a claims file has one", "", nil)
	case !errors.Is(err, io.EOF):
		r.syntax(text, err)
		return nil
	}
	return doc.Content[0]
}

// top reads the root of the file.
func (r *reader) top(root *yaml.Node) {
	fields := r.fields(root, "the file", []string{"claims", "setup"})
	if fields == nil {
		return
	}
	if n := fields["setup"]; n != nil {
		for _, step := range r.items(n, "setup") {
			r.step(step)
		}
	}
	n := fields["claims"]
	if n == nil {
		r.errs.add(Position{root.Line, root.Column}, "there is no list `claims:`: nothing would be checked", "", nil)
		return
	}
	claims := r.items(n, "claims")
	if len(claims) == 0 && (n.Kind == yaml.SequenceNode || null(n)) {
		r.errs.add(Position{n.Line, n.Column}, "claims is empty: nothing would be checked", "", nil)
	}
	for _, c := range claims {
		r.claim(c)
	}
}
