package gobin

import (
	"debug/buildinfo"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
)

// ErrNotGo is the cause when an executable holds no function table of Go.
var ErrNotGo = errors.New("not a Go executable, or a packed one")

// File is a Go executable that is open for reading. Its methods may be called concurrently. Once a
// part cannot be read, because the file was closed or cut short meanwhile, they find nothing.
type File struct {
	closer  io.Closer
	machine elf.Machine
	entry   uint64
	pie     bool
	code    []segment // executable ones
	tab     *table
	info    func() *debug.BuildInfo
}

// Open opens the executable at path. Errors: those of [os.Open], [ErrNotGo], and
// [errors.ErrUnsupported] for files whose layout is not known.
func Open(path string) (*File, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !stat.Mode().IsRegular() {
		return nil, fmt.Errorf("reading %s: not a regular file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f, err := newFile(file, stat.Size())
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	f.closer = file
	return f, nil
}

func newFile(r io.ReaderAt, size int64) (*File, error) {
	obj, err := openObject(r, size)
	if err != nil {
		return nil, err
	}
	tab, err := obj.table()
	if err != nil {
		return nil, err
	}
	return &File{
		machine: obj.elf.Machine,
		entry:   obj.elf.Entry,
		pie:     obj.elf.Type == elf.ET_DYN,
		code:    obj.executable(),
		tab:     tab,
		info: sync.OnceValue(func() *debug.BuildInfo {
			info, err := buildinfo.Read(r)
			if err != nil {
				return nil
			}
			return info
		}),
	}, nil
}

// Close closes the file. Strings and frames obtained from it stay valid.
func (f *File) Close() error { return f.closer.Close() }

// BuildInfo returns what the go command wrote into the file, nil if there is nothing.
func (f *File) BuildInfo() *debug.BuildInfo { return f.info() }

// Version returns the Go version that built the file as it is recorded, such as "go1.26.8", or
// with experiments "go1.26.8 X:name"; empty if there is none.
func (f *File) Version() string {
	if info := f.info(); info != nil {
		return info.GoVersion
	}
	return ""
}

// Entry returns the address of the first instruction.
func (f *File) Entry() uint64 { return f.entry }

// PIE reports whether the file is position-independent, so that each run puts it elsewhere.
func (f *File) PIE() bool { return f.pie }

// Slide returns what to subtract from addresses of a running process to get those of the file,
// modulo 2^64. It takes the address at which one of the file's executable mappings begins and the
// offset in the file, as /proc/PID/maps lists them, and reports whether the file has code there.
func (f *File) Slide(start, offset uint64) (slide uint64, ok bool) {
	for _, page := range []uint64{4 << 10, 16 << 10, 64 << 10} { // all that Linux has
		for _, s := range f.code {
			if s.off&^(page-1) == offset {
				return start - offset + s.off - s.addr, true
			}
		}
	}
	return 0, false
}
