package startup

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/cupelgo/cupel/evidence"
)

// sealed is the folder of a stored record as the record has it: what it does not name is not there, and a file
// that was changed since gives an error. A record may come from anywhere, so names are looked up inside of the
// folder only. It is an [fs.FS].
type sealed struct {
	root  *os.Root
	names map[string]evidence.Artifact
	found map[string]*sealedFile // read before: several figures come from one file
}

// seal opens the folder of a record. Close the root.
func seal(rec *evidence.Record, dir string) (*sealed, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder of the record: %w", err)
	}
	s := &sealed{root: root, names: map[string]evidence.Artifact{}, found: map[string]*sealedFile{}}
	for _, a := range rec.Artifacts {
		s.names[a.Name] = a
	}
	return s, nil
}

// has reports whether the record names a file of that name with something in it.
func (s *sealed) has(name string) bool { return s.names[name].Bytes > 0 }

// Open returns a file that is as it was when the record was written.
func (s *sealed) Open(name string) (fs.File, error) {
	f := s.found[name]
	if f == nil {
		a, ok := s.names[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		data, info, err := s.read(a)
		if err != nil {
			return nil, err
		}
		f = &sealedFile{info: info, data: data}
		s.found[name] = f
	}
	return &sealedFile{info: f.info, Reader: bytes.NewReader(f.data)}, nil
}

// largest is the most bytes of an artifact that are read. The largest that a run leaves, its trace, is cut off
// far below.
const largest = 1 << 30

func (s *sealed) read(a evidence.Artifact) ([]byte, fs.FileInfo, error) {
	info, err := s.root.Lstat(a.Name) // a pipe must not be opened
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("%s is missing from the folder of the record", a.Name) // which is not: there never was one
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		return nil, nil, fmt.Errorf("%s is not a regular file", a.Name)
	case info.Size() != a.Bytes:
		return nil, nil, fmt.Errorf("%s has %d bytes, the record says %d: it was changed since", a.Name, info.Size(), a.Bytes)
	case a.Bytes > largest:
		return nil, nil, fmt.Errorf("%s has more than %d bytes", a.Name, largest)
	}
	f, err := s.root.Open(a.Name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	data := make([]byte, a.Bytes)
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", a.Name, err)
	}
	sum := sha256.Sum256(data)
	if got := hex.EncodeToString(sum[:]); got != a.SHA256 {
		return nil, nil, fmt.Errorf("the sha256 of %s is %s, the record says %s: it was changed since", a.Name, short(got), short(a.SHA256))
	}
	return data, info, nil
}

// short is the beginning of a checksum, which tells two files apart.
func short(sum string) string { return sum[:min(len(sum), 12)] }

// sealedFile is a file in memory.
type sealedFile struct {
	*bytes.Reader
	info fs.FileInfo
	data []byte
}

// Stat tells of the file.
func (f *sealedFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing.
func (f *sealedFile) Close() error { return nil }
