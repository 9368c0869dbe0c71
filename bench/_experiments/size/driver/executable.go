package main

import (
	"debug/elf"
	"fmt"
	"os"
	"strings"
)

// An executable is what a file consists of.
type executable struct {
	file      int64 // bytes
	sections  []section
	dynamic   int // 1 if there is a .dynamic section
	libraries int // shared libraries it asks for
}

// A section is one or more of the sections of a file, by what they are for. Its size is bytes in the file.
type section struct {
	name string
	size uint64
}

// kind says what a section of an ELF file is for; "" if it is none of those that are told.
func kind(name string) string {
	switch {
	case name == ".text":
		return "code"
	case name == ".gopclntab":
		return "functions" // names and lines: how the runtime unwinds and prints a stack
	case name == ".symtab", name == ".strtab":
		return "symbols"
	case strings.HasPrefix(name, ".debug_"), strings.HasPrefix(name, ".zdebug_"):
		return "dwarf" // for debuggers, compressed as it is in the file
	}
	return ""
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
	size := make(map[string]uint64)
	for _, s := range f.Sections {
		size[kind(s.Name)] += s.FileSize
		if s.Name == ".dynamic" {
			x.dynamic = 1
		}
	}
	for _, name := range []string{"code", "functions", "symbols", "dwarf"} {
		x.sections = append(x.sections, section{name, size[name]})
	}
	if size["code"] == 0 || size["functions"] == 0 {
		return executable{}, fmt.Errorf("%s has no .text or no .gopclntab", path)
	}
	libraries, err := f.ImportedLibraries()
	if err != nil {
		return executable{}, err
	}
	x.libraries = len(libraries)
	return x, nil
}
