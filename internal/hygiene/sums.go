package hygiene

import (
	"fmt"
	"strings"
)

// sum is a line of a go.sum.
type sum struct {
	file string
	line int
	hash string
}

// sums returns the lines of all go.sum files by "path version", of a go.mod alone "path version/go.mod".
func (f *Facts) sums() (all map[string][]sum, order []string) {
	all = map[string][]sum{}
	for _, file := range f.Sums {
		n := 0
		for text := range strings.Lines(file.Text) {
			n++
			fields := strings.Fields(text)
			if len(fields) != 3 {
				continue // the go command refuses the file, and says where
			}
			key := fields[0] + " " + fields[1]
			if all[key] == nil {
				order = append(order, key)
			}
			all[key] = append(all[key], sum{file.Name, n, fields[2]})
		}
	}
	return all, order
}

// effective is what stands for a module in the build: itself, or what replaces it; "" for a folder.
func (m *Module) effective() (path, version string) {
	switch {
	case m.Replaced.Path == "":
		return m.Path, m.Version.Version
	case m.Replaced.Version == "":
		return "", ""
	}
	return m.Replaced.Path, m.Replaced.Version
}

// sumMissing looks at modules of which packages are imported: of the others the sum of go.mod is enough.
func sumMissing(f *Facts) (a answer) {
	if f.Build == nil || f.Used == nil {
		return answer{unknown: "which modules are imported is not known"}
	}
	sums, _ := f.sums()
	for i := range f.Build {
		m := &f.Build[i]
		path, version := m.effective()
		if _, used := f.Used[m.Path]; path == "" || !used || sums[path+" "+version] != nil {
			continue
		}
		a.hits = append(a.hits, f.place(m.Path).hit("go.sum has no sum of %s@%s", path, version))
	}
	return a
}

func sumConflict(f *Facts) (a answer) {
	sums, order := f.sums()
	for _, key := range order {
		first := sums[key][0]
		for _, s := range sums[key][1:] {
			algorithm, _, _ := strings.Cut(first.hash, ":")
			if s.hash == first.hash || !strings.HasPrefix(s.hash, algorithm+":") {
				continue
			}
			path, _, _ := strings.Cut(key, " ")
			a.hits = append(a.hits, hit{file: s.file, line: s.line, module: path,
				text: fmt.Sprintf("%s has another sum than at %s:%d", key, first.file, first.line)})
			break
		}
	}
	return a
}

// cacheMismatch compares what the cache holds with go.sum: the hash of the zip file, and that of the unpacked files
// where it was asked for.
func cacheMismatch(f *Facts) (a answer) {
	sums, _ := f.sums()
	for i := range f.Build {
		m := &f.Build[i]
		path, version := m.effective()
		want := sums[path+" "+version]
		if want == nil {
			continue
		}
		for _, has := range []struct{ what, hash string }{{"the zip file", m.Cached}, {"the folder", m.Content}} {
			if has.hash != "" && has.hash != want[0].hash {
				a.hits = append(a.hits, hit{file: want[0].file, line: want[0].line, module: m.Path,
					text: fmt.Sprintf("%s of %s@%s in the module cache has %s", has.what, path, version, has.hash)})
			}
		}
	}
	return a
}
