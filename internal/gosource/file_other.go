//go:build !unix

package gosource

import "os"

// A file is one that is read from its beginning.
type file struct{ *os.File }

func open(name string) (file, error) {
	f, err := os.Open(name)
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
