package deps

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// A stored graph is what [Result.Encode] wrote of a view. Elements refer to one another by name there, by index here.
type stored struct {
	head
	Modules  []storedModule  `json:"modules"`
	Packages []storedPackage `json:"packages"`
	Edges    []storedEdge    `json:"edges"`
}

type storedModule struct {
	Path    string `json:"path"`
	Version string `json:"version"`
	Replace string `json:"replace"`
	Dir     string `json:"dir"`
	Main    bool   `json:"main"`
	Direct  bool   `json:"direct"`
}

type storedPackage struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Module string `json:"module"`
	Dir    string `json:"dir"`
	Root   bool   `json:"root"`
	Reason string `json:"reason"`
	Files  int    `json:"files"`
	Bytes  int64  `json:"bytes"`

	module int // index, -1 of none
}

type storedEdge struct {
	From    string        `json:"from"`
	To      string        `json:"to"`
	Implied bool          `json:"implied"`
	Test    bool          `json:"test"`
	At      []storedPlace `json:"at"`

	from, to int // indexes
}

type storedPlace struct {
	File string `json:"file"`
	Line int    `json:"line"`
	If   string `json:"if"`
}

// decode reads a graph back, and holds that it is whole: names lead somewhere, and packages are sorted.
func decode(r io.Reader) (*stored, error) {
	var s stored
	if err := json.NewDecoder(r).Decode(&s); err != nil {
		return nil, fmt.Errorf("reading a graph: %w", err)
	}
	if s.Schema != Schema {
		return nil, fmt.Errorf("reading a graph: its schema is %q, not %s", s.Schema, Schema)
	}
	packages, err := s.number()
	if err != nil {
		return nil, fmt.Errorf("reading a graph: %w", err)
	}
	for i := range s.Edges {
		e := &s.Edges[i]
		var from, to bool
		e.from, from = packages[e.From]
		e.to, to = packages[e.To]
		if !from || !to {
			return nil, fmt.Errorf("reading a graph: %q imports %q, and one of them is not there", e.From, e.To)
		}
	}
	return &s, nil
}

// number gives each package its module, and returns their indexes by path.
func (s *stored) number() (map[string]int, error) {
	modules, packages := map[string]int{}, make(map[string]int, len(s.Packages))
	for i := range s.Modules {
		modules[s.Modules[i].Path] = i
	}
	for i := range s.Packages {
		p := &s.Packages[i]
		packages[p.Path] = i
		m, ok := modules[p.Module]
		if p.module = m; !ok {
			p.module = -1
		}
		switch {
		case i > 0 && p.Path <= s.Packages[i-1].Path:
			return nil, fmt.Errorf("packages are not in order: %q after %q", p.Path, s.Packages[i-1].Path)
		case !slices.ContainsFunc([]Kind{Std, Own, Foreign, Missing}, func(k Kind) bool { return k.String() == p.Kind }):
			return nil, fmt.Errorf("package %s is of an unknown kind %q", p.Path, p.Kind)
		case !ok && p.Module != "":
			return nil, fmt.Errorf("package %s is of module %q, which is not there", p.Path, p.Module)
		case !ok && p.Kind != Missing.String():
			return nil, fmt.Errorf("package %s has no module", p.Path)
		case p.Files < 0 || p.Bytes < 0:
			return nil, fmt.Errorf("package %s has a negative size", p.Path)
		}
	}
	return packages, nil
}
