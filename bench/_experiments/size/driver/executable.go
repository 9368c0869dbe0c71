package main

import (
	"debug/elf"
	"fmt"
	"os"
	"strings"
)

// An executable is what a file consists of. All sizes are bytes in the file.
type executable struct {
	file      int64 // the whole
	code      uint64
	functions uint64 // the table of functions, by which the runtime names and unwinds frames
	symbols   uint64 // the symbol table and its names
	dwarf     uint64 // what debuggers read, compressed as it is in the file
	dynamic   int    // 1 if there is a .dynamic section
	libraries int    // shared libraries it asks for
}

func read(path string) (executable, error) {
	info, err := os.Stat(path)
	if err != nil {
		return executable{}, err
	}
	f, err := elf.Open(path)
	if err != nil {
		return executable{}, err
	}
	defer f.Close()
	x := executable{file: info.Size()}
	for _, s := range f.Sections {
		switch {
		case s.Name == ".text":
			x.code = s.FileSize
		case s.Name == ".gopclntab":
			x.functions = s.FileSize
		case s.Name == ".symtab", s.Name == ".strtab":
			x.symbols += s.FileSize
		case strings.HasPrefix(s.Name, ".debug_"), strings.HasPrefix(s.Name, ".zdebug_"):
			x.dwarf += s.FileSize
		case s.Name == ".dynamic":
			x.dynamic = 1
		}
	}
	if x.code == 0 || x.functions == 0 {
		return executable{}, fmt.Errorf("%s has no .text or no .gopclntab", path)
	}
	libraries, err := f.ImportedLibraries()
	if err != nil {
		return executable{}, err
	}
	x.libraries = len(libraries)
	return x, nil
}
