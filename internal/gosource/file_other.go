//go:build !linux

package gosource

import (
	"os"
	"path/filepath"
)

// A folderFile is a folder in which files are opened by name.
type folderFile string

func openFolder(path string) (folderFile, error) { return folderFile(path), nil }

func (d folderFile) close() {}

// A file is one that is read from its beginning.
type file struct{ *os.File }

func (d folderFile) open(name string) (file, error) {
	f, err := os.Open(filepath.Join(string(d), name))
	return file{f}, err
}

func (f file) size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f file) close() { f.Close() }
