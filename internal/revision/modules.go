package revision

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"

	"github.com/cupelgo/cupel/internal/tool"
)

// modules are the go.mod files that take part in a build in a folder of the copy.
type modules struct {
	tree     *Tree
	vendored bool            // replacements are not looked at
	required map[string]bool // module paths
	replaced []replacement
}

// replacement is a replace directive with a folder.
type replacement struct {
	file string // it stands in
	old  string // module path
	to   string // as written
}

// checkModules looks for folders outside of the repository that a build takes source from. A relative
// one is not beside the copy; an absolute one is built as it is now, not as it was at the revision.
func (t *Tree) checkModules(dir, top string, env []string) error {
	m := &modules{tree: t, required: map[string]bool{}}
	work, err := t.workspace(dir, top, env)
	if err != nil {
		return err
	}
	if work != "" {
		err = m.readWork(work)
	} else if mod := findUp(t.Dir, t.Root, "go.mod"); mod != "" {
		err = m.readMod(mod)
		m.vendored = isVendored(filepath.Dir(mod))
	}
	if err != nil {
		return err
	}
	return m.judge()
}

// workspace returns the go.work file of the copy, "" without one. A workspace that counts in dir and
// not in the copy is noted.
func (t *Tree) workspace(dir, top string, env []string) (string, error) {
	switch set := tool.Lookup(env, "GOWORK"); set {
	case "off":
		return "", nil
	case "":
	default:
		return "", refuse("unset GOWORK, or set GOWORK=off",
			"GOWORK=%s would be the workspace of the copy of %s too", set, t.Rev)
	}
	work := findUp(t.Dir, t.Root, "go.work")
	users := findUp(dir, filepath.VolumeName(dir)+string(filepath.Separator), "go.work")
	switch {
	case work != "" || users == "":
	case inside(top, users):
		t.Notes = append(t.Notes, users+" is not in "+t.Rev+": the copy is built without that workspace")
	default:
		t.Notes = append(t.Notes, users+" lies outside of the repository: the copy is built without that workspace")
	}
	return work, nil
}

// readWork takes in a workspace and its modules.
func (m *modules) readWork(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	f, err := modfile.ParseWork(m.tree.rel(name), data, nil)
	if err != nil {
		m.unread(err)
		return nil
	}
	m.vendored = isVendored(filepath.Dir(name))
	m.add(name, f.Replace)
	for _, use := range f.Use {
		dir := resolved(name, use.Path)
		if !inside(m.tree.Root, dir) {
			return m.outside(name, "uses", use.Path)
		}
		err := m.readMod(filepath.Join(dir, "go.mod"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // the go command reports what is missing
			return err
		}
	}
	return nil
}

func (m *modules) readMod(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	f, err := modfile.Parse(m.tree.rel(name), data, nil)
	if err != nil {
		m.unread(err)
		return nil
	}
	for _, r := range f.Require {
		m.required[r.Mod.Path] = true
	}
	m.add(name, f.Replace)
	return nil
}

func (m *modules) unread(err error) {
	m.tree.Notes = append(m.tree.Notes, "whether the build takes source from outside could not be told: "+err.Error())
}

func (m *modules) add(file string, all []*modfile.Replace) {
	for _, r := range all {
		if r.New.Version == "" {
			m.replaced = append(m.replaced, replacement{file, r.Old.Path, r.New.Path})
		}
	}
}

// judge refuses what cannot be built and notes what is built from other source than the revision's.
func (m *modules) judge() error {
	if m.vendored {
		return nil
	}
	for _, r := range m.replaced {
		at := m.tree.rel(r.file)
		switch {
		case inside(m.tree.Root, resolved(r.file, r.to)):
		case !m.required[r.old]:
			m.tree.Notes = append(m.tree.Notes, at+" replaces "+r.old+" with "+r.to+
				", outside of the repository; it does not require it")
		case filepath.IsAbs(r.to):
			m.tree.Notes = append(m.tree.Notes, at+" replaces "+r.old+" with "+r.to+
				": it is built as it is now, not as it was at "+m.tree.Rev)
		default:
			return m.outside(r.file, "replaces "+r.old+" with", r.to)
		}
	}
	return nil
}

func (m *modules) outside(file, verb, path string) error {
	return refuse("vendor it (go mod vendor), or compare executables that were built where the other module is",
		"%s at %s %s %s: outside of the repository, and so not beside a copy of it",
		m.tree.rel(file), m.tree.Rev, verb, path)
}

// rel returns a path as it is known in the repository.
func (t *Tree) rel(name string) string {
	rel, err := filepath.Rel(t.Root, name)
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}

// resolved returns the folder that a path in a go.mod or go.work file means.
func resolved(file, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(filepath.Dir(file), path)
}

// findUp looks for a file from dir upward to root, both included; "" if there is none.
func findUp(dir, root, name string) string {
	for ; inside(root, dir); dir = filepath.Dir(dir) {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		if slices.Contains([]string{root, filepath.Dir(dir)}, dir) {
			break
		}
	}
	return ""
}

// isVendored reports whether a module's or workspace's dependencies lie in it.
func isVendored(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, "vendor", "modules.txt"))
	return err == nil && info.Mode().IsRegular()
}
