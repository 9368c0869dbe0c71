package deps

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"

	modpath "golang.org/x/mod/module"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Page is the document with pictures. They are made of the graph as Encode writes it, so that a page of a stored graph
// has the same ones.
func (r *Result) Page() *report.Document { return r.pictured(r.Document()) }

// pictured is a document about a result with its pictures.
func (r *Result) pictured(d *report.Document) *report.Document {
	var text bytes.Buffer
	err := r.Encode(&text)
	if err == nil {
		err = addPictures(d, &text, r.Evidence)
	}
	if err != nil {
		d.Notes = append(d.Notes, "no pictures: "+err.Error())
	}
	return d
}

// addPictures puts the pictures of a graph, which is what Encode wrote of it, into a document about it: that of all
// packages first, the others after what is wrong and before the tables. What was measured may be nil.
func addPictures(d *report.Document, graph io.Reader, measured *Evidence) error {
	s, err := decode(graph)
	if err != nil {
		return err
	}
	pictures := slices.DeleteFunc([]report.Section{s.network(), s.matrix(), s.treemap(), s.heaviest(), s.linked(measured)},
		func(p report.Section) bool { return p.Figure == nil && p.Table == nil })
	wrong := slices.IndexFunc(d.Sections, func(s report.Section) bool { return len(s.Findings) == 0 })
	if wrong < 0 {
		wrong = len(d.Sections)
	}
	d.Sections = slices.Concat(pictures[:1], d.Sections[:wrong], pictures[1:], d.Sections[wrong:])
	return nil
}

// The bands of the picture, from top to bottom.
const (
	bandOwn = iota
	bandModules
	bandStd
)

// network is the picture of all packages.
func (s *stored) network() report.Section {
	n := &report.Network{Noun: "package", Out: "imports", In: "imported by", Bands: []string{"own packages", "other modules", "the standard library"}}
	clusters := map[string]int{}
	own := s.folders()
	for i := range s.Packages {
		p := &s.Packages[i]
		c := s.cluster(p, own[i])
		at, ok := clusters[c.Label]
		if !ok {
			at = len(n.Clusters)
			clusters[c.Label] = at
			n.Clusters = append(n.Clusters, c)
		}
		n.Nodes = append(n.Nodes, report.Vertex{Label: p.Path, Short: short(p, c.Label), Text: p.text(), Cluster: at})
	}
	for i := range s.Edges {
		if e := &s.Edges[i]; !e.Implied {
			n.Edges = append(n.Edges, report.Link{From: e.from, To: e.to, Count: len(e.At), Aside: e.Test})
		}
	}
	return report.Section{Title: "what imports what", Figure: &report.Figure{Network: n,
		Caption: "Groups of packages: folders of the own code, other modules, the standard library. What imports stands above what it imports. " +
			"A group that is chosen opens; what is selected shows what it imports (whole lines) and what imports it (dashed lines)."}}
}

// text is what a package is beside its name.
func (p *storedPackage) text() string {
	if p.Reason != "" {
		return p.Reason
	}
	return plural(p.Files, "file") + ", " + unit.Bytes(float64(p.Bytes))
}

// cluster is the group that a package stands in; folder is that of an own one.
func (s *stored) cluster(p *storedPackage, folder string) report.Cluster {
	switch {
	case p.Kind == Std.String():
		return report.Cluster{Label: "standard library", Short: "standard library", Text: s.Toolchain, Kind: "std", Band: bandStd}
	case p.Kind == Own.String():
		return report.Cluster{Label: folder, Short: s.ownName(p, folder), Kind: "main", Band: bandOwn}
	case p.module < 0:
		return report.Cluster{Label: "not found", Short: "not found", Text: "packages that could not be found", Kind: "missing", Band: bandModules}
	}
	m := &s.Modules[p.module]
	kind, required := "indirect", "required indirectly"
	if m.Direct {
		kind, required = "direct", "required directly"
	}
	text := strings.TrimPrefix(m.Version+", "+required, ", ")
	if m.Replace != "" {
		text += ", replaced by " + m.Replace
	}
	return report.Cluster{Label: m.Path, Short: strings.TrimPrefix(m.Path, "github.com/"), Text: text, Kind: kind, Band: bandModules}
}

// ownName is a folder as it is spoken of within its module.
func (s *stored) ownName(p *storedPackage, folder string) string {
	module := s.Modules[p.module].Path
	name := strings.Trim(strings.TrimPrefix(folder, module), "/")
	mains := 0
	for i := range s.Modules {
		if s.Modules[i].Main {
			mains++
		}
	}
	base := module
	if prefix, _, ok := modpath.SplitPathVersion(module); ok {
		base = prefix
	}
	base = base[strings.LastIndexByte(base, '/')+1:]
	switch {
	case name == "":
		return base
	case mains > 1:
		return base + "/" + name
	}
	return name
}

// short is the name of a package within its group.
func short(p *storedPackage, group string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(p.Path, group), "/")
	return cmp.Or(name, p.Path[strings.LastIndexByte(p.Path, '/')+1:])
}

// Folders of the own code are divided as long as there are no more than mostFolders, among which a reader finds a name,
// and leave alone those with at most leastFolder packages or a leastShare of all.
const (
	mostFolders = 64
	leastFolder = 3
	leastShare  = 0.025
)

// folders returns for each own package the folder that it is shown in: the largest is divided into those in it, again
// and again.
func (s *stored) folders() []string {
	of := make([]string, len(s.Packages))
	sizes, whole := map[string]int{}, map[string]bool{}
	own := 0
	for i := range s.Packages {
		if p := &s.Packages[i]; p.Kind == Own.String() && p.module >= 0 {
			of[i] = s.Modules[p.module].Path
			sizes[of[i]]++
			own++
		}
	}
	least := max(leastFolder, int(leastShare*float64(own)))
	for largest := largestOf(sizes, whole, least); largest != ""; largest = largestOf(sizes, whole, least) {
		parts := map[string]int{}
		for i, folder := range of {
			if folder == largest {
				parts[topOf(s.Packages[i].Path, largest)]++
			}
		}
		whole[largest] = true // if it is divided, what is left of it are packages right in it
		if len(sizes)-1+len(parts) > mostFolders {
			continue
		}
		delete(sizes, largest)
		for i, folder := range of {
			if folder == largest {
				of[i] = topOf(s.Packages[i].Path, largest)
				sizes[of[i]]++
			}
		}
	}
	return of
}

// largestOf is the folder with most packages, more than least, that may be divided, the first of several; "" if there is
// none.
func largestOf(sizes map[string]int, whole map[string]bool, least int) string {
	best := ""
	for folder, n := range sizes {
		if whole[folder] || n <= least {
			continue
		}
		if best == "" || n > sizes[best] || n == sizes[best] && folder < best {
			best = folder
		}
	}
	return best
}

// topOf is the folder right below another one that a package lies in.
func topOf(path, folder string) string {
	rest := strings.Trim(strings.TrimPrefix(path, folder), "/")
	first, _, _ := strings.Cut(rest, "/")
	return strings.TrimSuffix(folder+"/"+first, "/")
}
