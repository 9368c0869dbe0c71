package startup

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/cupelgo/cupel/internal/gobin"
)

// FileError says why an executable cannot be measured, in one line.
type FileError struct {
	File string // as the user named it
	Why  string
	Hint string // what to do about it; may be empty
}

// Error returns the line.
func (e *FileError) Error() string { return e.File + ": " + e.Why }

// check refuses what is no executable of this machine, or must not be run.
func (b *prebuilt) check() error {
	info, err := os.Stat(b.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !strings.ContainsRune(b.named, os.PathSeparator):
		return b.refuse("no such file, nor is there one on PATH", "")
	case err != nil:
		return b.refuse(reason(err), "")
	case info.IsDir():
		return b.refuse("it is a folder", "name the executable; or leave out --mode binary to build the package")
	case !info.Mode().IsRegular():
		return b.refuse("it is not a regular file", "")
	}
	b.info = info
	f, err := os.Open(b.path)
	if err != nil {
		return b.refuse(reason(err)+": its functions are read from the file", "chmod +r "+b.named)
	}
	defer f.Close()
	if err := b.checkKind(f); err != nil {
		return err
	}
	if err := mayExecute(b.path); err != nil {
		return b.refuse("it may not be executed: "+reason(err), "chmod +x "+b.named)
	}
	if err := b.checkLoader(f); err != nil {
		return err
	}
	if err := mayTrace(b.path); err != nil {
		return b.refuse(err.Error(), "")
	}
	return nil
}

// checkKind reads the beginning of the file: what it is and for which machine.
func (b *prebuilt) checkKind(r io.ReaderAt) error {
	head := make([]byte, 128)
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return b.refuse(reason(err), "")
	}
	head = head[:n]
	const elfHead = 20 // up to the machine
	switch {
	case bytes.HasPrefix(head, []byte("#!")):
		line, _, _ := strings.Cut(string(head), "\n")
		return b.refuse(fmt.Sprintf("it is a script (%s)", printable(line)), "name the Go program that it starts")
	case bytes.HasPrefix(head, []byte("MZ")):
		return b.refuse("it is a program for Windows, not an ELF executable", "build it with GOOS=linux")
	case isMachO(head):
		return b.refuse("it is a program for macOS, not an ELF executable", "build it with GOOS=linux")
	case !bytes.HasPrefix(head, []byte(elf.ELFMAG)) || n < elfHead:
		return b.refuse("it is not an ELF executable", "")
	}
	order := byteOrder(head)
	kind, machine := elf.Type(order.Uint16(head[16:])), elf.Machine(order.Uint16(head[18:]))
	if kind != elf.ET_EXEC && kind != elf.ET_DYN {
		return b.refuse(fmt.Sprintf("it is an ELF file, but not an executable (%s)", spokenKind(kind)), "")
	}
	if arch := archOf(machine, head); arch != runtime.GOARCH {
		return b.refuse(fmt.Sprintf("it is built for %s, this machine is %s", arch, runtime.GOARCH),
			"build it with GOARCH="+runtime.GOARCH+", or measure it where it runs")
	}
	return nil
}

// checkLoader refuses libraries, and executables whose dynamic loader is not on this machine.
func (b *prebuilt) checkLoader(r io.ReaderAt) error {
	f, err := elf.NewFile(r)
	if err != nil {
		return nil // the tables of a packed one may be damaged; what is wrong is told elsewhere
	}
	for _, p := range f.Progs {
		if p.Type != elf.PT_INTERP || p.Filesz > 4096 {
			continue
		}
		name, err := io.ReadAll(p.Open())
		loader := strings.TrimRight(string(name), "\x00")
		if _, missing := os.Stat(loader); err == nil && errors.Is(missing, fs.ErrNotExist) {
			return b.refuse(fmt.Sprintf("its dynamic loader %s is not on this machine", printable(loader)),
				"measure it where it runs, or build it with CGO_ENABLED=0")
		}
		return nil
	}
	flags, _ := f.DynValue(elf.DT_FLAGS_1)
	pie := len(flags) > 0 && elf.DynFlag1(flags[0])&elf.DF_1_PIE != 0
	if f.Type == elf.ET_DYN && f.SectionByType(elf.SHT_DYNAMIC) != nil && !pie {
		return b.refuse("it is a shared library, not an executable", "")
	}
	return nil
}

// unreadable says why the functions of an executable could not be read.
func (b *prebuilt) unreadable(err error) error {
	text := strings.TrimSuffix(strings.TrimPrefix(err.Error(), "reading "+b.path+": "), ": "+errors.ErrUnsupported.Error())
	switch {
	case isUPX(b.path):
		return b.refuse("it is packed (UPX): its functions cannot be read", "unpack a copy: upx -d -o unpacked "+b.named)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return b.refuse("it is cut short or damaged", "build or copy it anew")
	case errors.Is(err, gobin.ErrNotGo) && hasSections(b.path):
		return b.refuse("it is not a Go executable", "")
	case errors.Is(err, gobin.ErrNotGo):
		return b.refuse("it is not a Go executable, or a packed one", "")
	case errors.Is(err, errors.ErrUnsupported):
		return b.refuse("its functions cannot be read: "+text, "give the package it is built from")
	}
	return b.refuse("its functions cannot be read: "+text, "")
}

// isUPX reports whether the file bears the mark of the packer UPX, near its beginning.
func isUPX(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 4096)
	n, _ := io.ReadFull(f, head)
	return bytes.Contains(head[:n], []byte("UPX!"))
}

// reason is an error without the path, which the line begins with.
func reason(err error) string {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		err = e.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "no such file"
	}
	return err.Error()
}

// printable is text of a file as it may stand in a line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return -1
		}
		return r
	}, s)
}
