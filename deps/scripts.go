package deps

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/cupelgo/cupel/internal/hygiene"
)

// mostText is how many bytes of a file that runs the go command are read: more is no configuration.
const mostText = 1 << 20

// scriptFolders are those in which files of CI systems and scripts that they run lie, below the repository's root.
var scriptFolders = []string{
	".github", ".gitlab", ".circleci", ".buildkite", ".ci", "ci", "build", "scripts", "script", "hack", "tools", "docker",
}

// scripts returns what runs the go command or sets variables for it: at the root of the module and of the repository,
// and in folders that usually hold such.
func (g *Graph) scripts() (all []hygiene.File) {
	roots := []string{g.root()}
	if top := repositoryOf(g.root()); top != "" && top != roots[0] {
		roots = append(roots, top)
	}
	var names []string
	for _, root := range roots {
		entries, _ := os.ReadDir(root) // the graph told if it cannot be read
		for _, e := range entries {
			if !e.IsDir() {
				names = append(names, filepath.Join(root, e.Name()))
			}
		}
		for _, folder := range scriptFolders {
			names = append(names, filesBelow(filepath.Join(root, folder))...)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if text, ok := script(name); ok {
			all = append(all, hygiene.File{Name: g.toRoot(name), Text: text})
		}
	}
	return all
}

// filesBelow returns the files in a folder and below, but for what others wrote.
func filesBelow(dir string) (all []string) {
	filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil: // most of these folders are not there
			return nil
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || d.Name() == "vendor"):
			return fs.SkipDir
		case !d.IsDir():
			all = append(all, name)
		}
		return nil
	})
	return all
}

// script returns what a file says that runs the go command; ok is false of others, and of one that cannot be read.
func script(name string) (text string, ok bool) {
	if !sets(name) {
		return "", false
	}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostText {
		return "", false
	}
	data, err := os.ReadFile(name)
	return string(data), err == nil
}

// toRoot is a path relative to the module's root, which it may lie above of.
func (g *Graph) toRoot(name string) string {
	rel, err := filepath.Rel(g.root(), name)
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}

// repositoryOf is the root of the git repository that a folder lies in, "" if it lies in none.
func repositoryOf(dir string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// sets reports whether a file is one that runs the go command or sets variables for it, by its name.
func sets(name string) bool {
	base := filepath.Base(name)
	for _, pattern := range []string{
		"Dockerfile*", "*.Dockerfile", "*.dockerfile", "Containerfile*", "Makefile", "makefile", "GNUmakefile", "Makefile.*", "*.mk",
		"Jenkinsfile*", "*.sh", ".env", ".envrc", "*.yml", "*.yaml", "Taskfile", "justfile", "run",
	} {
		if ok, _ := filepath.Match(pattern, base); ok {
			return true
		}
	}
	return false
}
