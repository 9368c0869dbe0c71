package gotool

import (
	"debug/elf"
	"fmt"
)

// A Linked says how an executable is linked to shared libraries.
type Linked struct {
	Interpreter bool     `json:"interpreter"`         // a dynamic loader runs before its own first instruction
	Libraries   []string `json:"libraries,omitempty"` // that it names itself (DT_NEEDED), without those that they need
}

// LinkedTo reads how an ELF executable is linked.
func LinkedTo(path string) (*Linked, error) {
	f, err := elf.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	defer f.Close()
	l := new(Linked)
	for _, p := range f.Progs {
		l.Interpreter = l.Interpreter || p.Type == elf.PT_INTERP
	}
	if l.Libraries, err = f.ImportedLibraries(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return l, nil
}
