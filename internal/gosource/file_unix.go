//go:build unix

package gosource

import (
	"io"
	"os"
	"syscall"
)

// A file is one that is read from its beginning. It is no os.File, which is made for more than a single read: of 18,000 files
// that took twice the system calls.
type file struct {
	fd   int
	name string
}

func open(name string) (file, error) {
	for {
		fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if err == nil {
			return file{fd, name}, nil
		}
		if err != syscall.EINTR {
			return file{}, &os.PathError{Op: "open", Path: name, Err: err}
		}
	}
}

// Read reads as io.Reader has it.
func (f file) Read(buf []byte) (int, error) {
	for {
		n, err := syscall.Read(f.fd, buf)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return 0, &os.PathError{Op: "read", Path: f.name, Err: err}
		case n == 0 && len(buf) > 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

func (f file) size() (int64, error) {
	var st syscall.Stat_t
	if err := syscall.Fstat(f.fd, &st); err != nil {
		return 0, &os.PathError{Op: "stat", Path: f.name, Err: err}
	}
	return st.Size, nil
}

func (f file) close() { syscall.Close(f.fd) }
