package deps

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
)

// A place is where an import stands.
type place struct {
	File string `json:"file"` // relative to the folder looked at where it lies in it
	Line int    `json:"line"` // from 1
	If   string `json:"if,omitempty"`
	Test bool   `json:"test,omitempty"`
}

// short is file and line, as far as they are known.
func (p place) short() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line)
}

// spell returns file and line, and where several platforms are looked at under which constraint the import counts.
func (v *View) spell(p place) string {
	s := p.short()
	if p.If != "" && v.Scope.All {
		s += " (if " + p.If + ")"
	}
	return s
}

// placesOf returns where the imports of an edge stand: those first that every build has.
func (v *View) placesOf(e Edge) []place {
	out := []place{}
	for _, imp := range v.Places(e) {
		file, line := v.Graph.At(imp)
		f := &v.Graph.Files[v.Graph.Imports[imp].File]
		out = append(out, place{file, line, v.Graph.Constraints[f.Constraint].Text, f.Test})
	}
	slices.SortStableFunc(out, func(a, b place) int {
		return cmp.Or(compareBool(a.Test, b.Test), compareBool(a.If != "", b.If != ""))
	})
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// at says in one cell where an edge's imports stand: of packages of the main modules with the folder, of others
// without it, since that is as long as their path.
func (v *View) at(e Edge) string {
	all := v.placesOf(e)
	if v.Graph.Packages[e.From].Kind != Own {
		for i := range all {
			all[i].File = filepath.Base(all[i].File)
		}
	}
	switch {
	case e.Implied && e.Test:
		return "no file says so: go test adds it"
	case e.Implied:
		return "no file says so: cgo or the linker adds it"
	case len(all) == 1:
		return v.spell(all[0])
	}
	return fmt.Sprintf("%s and %d more", v.spell(all[0]), len(all)-1)
}
