package claim

import (
	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/internal/manifest"
)

// Parse reads the claims and their setup of a file, whose path only errors name. All of its mistakes are reported
// together, as *manifest.Errors; no file makes it panic.
func Parse(path string, data []byte, capabilities []Capability) (*File, error) {
	m, root, sections := manifest.NewReader(path, data)
	r := &reader{Reader: m, file: &File{Path: path}, capabilities: capabilities, names: map[string]int{}}
	if sections != nil {
		r.top(root, sections)
	}
	if err := m.Err(); err != nil {
		return nil, err
	}
	return r.file, nil
}

// A reader makes a File of YAML.
type reader struct {
	*manifest.Reader
	file         *File
	capabilities []Capability
	names        map[string]int // of claims → line
}

// top reads the sections of the file.
func (r *reader) top(root *yaml.Node, sections map[string]*yaml.Node) {
	if n := sections[manifest.Setup]; n != nil {
		for _, step := range r.Items(n, manifest.Setup) {
			r.step(step)
		}
	}
	n := sections[manifest.Claims]
	if n == nil {
		r.Fail(root, "there is no list `claims:`: nothing would be checked")
		return
	}
	claims := r.Items(n, manifest.Claims)
	if len(claims) == 0 && (n.Kind == yaml.SequenceNode || manifest.Null(n)) {
		r.Fail(n, "claims is empty: nothing would be checked")
	}
	for _, c := range claims {
		r.claim(c)
	}
}
