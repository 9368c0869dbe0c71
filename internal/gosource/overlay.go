package gosource

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// An Overlay is a file system that takes the place of a folder of the disk: what a repository held at a commit.
type Overlay struct {
	Root   string   // absolute, clean folder whose place it takes
	Except []string // absolute folders that stay those of the disk, also within Root: the module cache
	Files  fs.FS
	Here   func(name string) bool // the disk holds the same regular file; name is as Files has it
}

// name is that of a file or folder in Files, if it lies in the overlay. Names are clean, so that their beginnings tell.
func (o *Overlay) name(file string) (string, bool) {
	if o == nil || !within(o.Root, file) || slices.ContainsFunc(o.Except, func(dir string) bool { return within(dir, file) }) {
		return "", false
	}
	if file == o.Root {
		return ".", true
	}
	return filepath.ToSlash(file[len(o.Root)+1:]), true
}

// within reports whether a folder is the file, or the file lies below it.
func within(dir, file string) bool {
	return strings.HasPrefix(file, dir) && (len(file) == len(dir) || file[len(dir)] == filepath.Separator)
}

// Covers reports whether a file or folder lies in the overlay.
func (o *Overlay) Covers(file string) bool {
	_, over := o.name(file)
	return over
}

// OnDisk reports whether the disk holds what is read under the names of files of a folder.
func (o *Overlay) OnDisk(dir string, names []string) bool {
	at, over := o.name(dir)
	return !over || !slices.ContainsFunc(names, func(name string) bool { return !o.Here(path.Join(at, name)) })
}

// readDir lists a folder in the overlay. Symbolic links are not followed; those to files count where the disk has them.
func (o *Overlay) readDir(name, dir string) *Folder {
	entries, err := fs.ReadDir(o.Files, name)
	out := &Folder{Err: err}
	for _, e := range entries {
		if e.Type()&fs.ModeSymlink == 0 || o.Here(path.Join(name, e.Name())) {
			out.add(dir, e.Name(), e.Type())
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
