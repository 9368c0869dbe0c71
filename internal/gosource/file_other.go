//go:build !linux

package gosource

import (
	"io/fs"
	"os"
	"path/filepath"
)

// A folderFile is a folder in which files are opened by name.
type folderFile struct{ path string }

func openFolder(path string) (folderFile, error) { return folderFile{path}, nil }

func (d folderFile) close() {}

// list calls visit with what is in the folder.
func (d folderFile) list(_ []byte, visit func(name []byte, mode fs.FileMode)) error {
	entries, err := os.ReadDir(d.path)
	for _, e := range entries {
		visit([]byte(e.Name()), e.Type())
	}
	return err
}

// A file is one that is read from its beginning.
type file struct{ *os.File }

func (d folderFile) open(name string) (file, error) {
	f, err := os.Open(filepath.Join(d.path, name))
	return file{f}, err
}

func (f file) size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// end is the size of a file of which nothing more is read.
func (f file) end() (int64, error) { return f.size() }

func (f file) close() { f.Close() }
