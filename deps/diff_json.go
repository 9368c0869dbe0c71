package deps

import "io"

// SchemaDiff names the format of the JSON of a [Diff].
const SchemaDiff = "cupel.deps.diff/v1"

type encodedSide struct {
	Name     string    `json:"name"`
	Commit   string    `json:"commit,omitempty"`
	Packages int       `json:"packages"`
	Now      []string  `json:"now,omitempty"`
	Findings []finding `json:"findings"`
}

type encodedPackage struct {
	Path  string `json:"path"`
	Kind  string `json:"kind"`
	Added bool   `json:"added"`
}

type encodedImport struct {
	Added bool `json:"added"`
	encodedEdge
}

type encodedState struct {
	Version  string `json:"version"`
	Replace  string `json:"replace,omitempty"`
	Direct   bool   `json:"direct"`
	Packages int    `json:"packages"`
	Licence  string `json:"licence"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
}

type encodedModule struct {
	Path   string        `json:"path"`
	Change string        `json:"change"`
	Old    *encodedState `json:"old"`
	New    *encodedState `json:"new"`
}

type encodedCapability struct {
	Name     string   `json:"name"`
	Module   string   `json:"module"`
	Added    bool     `json:"added"`
	Program  bool     `json:"program"`
	Package  string   `json:"package"`
	Packages int      `json:"packages"`
	At       string   `json:"at"`
	Import   string   `json:"import"`
	Chain    []string `json:"chain,omitempty"`
}

// Encode writes the difference as JSON.
func (d *Diff) Encode(w io.Writer) error {
	x := struct {
		Schema       string              `json:"schema"`
		Answer       string              `json:"answer"`
		Old          encodedSide         `json:"old"`
		New          encodedSide         `json:"new"`
		Capabilities []encodedCapability `json:"capabilities"`
		Modules      []encodedModule     `json:"modules"`
		Packages     []encodedPackage    `json:"packages"`
		Imports      []encodedImport     `json:"imports"`
	}{SchemaDiff, d.answer(), d.Old.encode(), d.New.encode(), []encodedCapability{}, []encodedModule{}, []encodedPackage{}, []encodedImport{}}
	for _, c := range d.Capabilities {
		x.Capabilities = append(x.Capabilities, encodedCapability{
			c.Capability.Name, c.Module, c.Added, c.Program, c.Package, c.Packages, c.At, c.Import, c.Chain,
		})
	}
	for _, m := range d.Modules {
		x.Modules = append(x.Modules, encodedModule{m.Path, m.Change, m.Old.encode(), m.New.encode()})
	}
	for _, p := range d.Packages {
		x.Packages = append(x.Packages, encodedPackage{p.Path, p.Kind.String(), p.Added})
	}
	for _, c := range d.Imports {
		x.Imports = append(x.Imports, encodedImport{c.Added, c.Side.View.encodeEdge(c.Edge)})
	}
	return writeJSON(w, x)
}

func (s *Side) encode() encodedSide {
	return encodedSide{s.Name, s.Commit, len(s.View.Packages()), s.Now, s.View.Graph.encodeFindings()}
}

func (m *ModuleState) encode() *encodedState {
	if m == nil {
		return nil
	}
	return &encodedState{m.Version, m.Replace, m.Direct, m.Packages, m.Licence.Names, m.File, m.Line}
}
