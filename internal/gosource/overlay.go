package gosource

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// An Overlay is a file system that takes the place of a folder of the disk: what a repository held at a commit.
type Overlay struct {
	Root   string   // absolute folder whose place it takes
	Except []string // absolute folders that stay those of the disk, also within Root: the module cache
	Files  fs.FS
	Here   func(name string) bool // the disk holds the same regular file; name is as Files has it
}

// name is that of a file or folder in Files, if it lies in the overlay.
func (o *Overlay) name(file string) (string, bool) {
	if o == nil {
		return "", false
	}
	rel, err := filepath.Rel(o.Root, file)
	if err != nil || !filepath.IsLocal(rel) || slices.ContainsFunc(o.Except, func(dir string) bool { return within(dir, file) }) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

func within(dir, file string) bool {
	rel, err := filepath.Rel(dir, file)
	return err == nil && filepath.IsLocal(rel)
}

// Covers reports whether a file or folder lies in the overlay.
func (o *Overlay) Covers(file string) bool {
	_, over := o.name(file)
	return over
}

// OnDisk reports whether the disk holds what is read under the name of a file.
func (o *Overlay) OnDisk(file string) bool {
	name, over := o.name(file)
	return !over || o.Here(name)
}

// readDir lists a folder in the overlay. Symbolic links are not followed; those to files count where the disk has them.
func (o *Overlay) readDir(name, dir string) *Folder {
	entries, err := fs.ReadDir(o.Files, name)
	out := &Folder{Err: err}
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink == 0 || o.Here(path.Join(name, e.Name())) {
			out.add(dir, e)
		}
	}
	return out
}

// ReadFile reads a file of the overlay or of the disk.
func (f *Folders) ReadFile(name string) ([]byte, error) {
	if at, over := f.Over.name(name); over {
		return fs.ReadFile(f.Over.Files, at)
	}
	return os.ReadFile(name)
}

// IsDir reports whether there is a folder in the overlay or on the disk.
func (f *Folders) IsDir(dir string) bool {
	if at, over := f.Over.name(dir); over {
		_, err := fs.ReadDir(f.Over.Files, at)
		return err == nil
	}
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}

// Names lists what is in a folder of the overlay or of the disk, sorted; nothing if it cannot be read.
func (f *Folders) Names(dir string) []string {
	read := os.ReadDir
	if at, over := f.Over.name(dir); over {
		read = func(string) ([]os.DirEntry, error) { return fs.ReadDir(f.Over.Files, at) }
	}
	entries, err := read(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
