package deps

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/cupelgo/cupel/internal/gobin"
)

// Evidence is what was measured of a program of the main module, by import path.
type Evidence struct {
	Code     map[string]int64   // bytes of machine code; nil: no executable was looked at
	CodeOf   string             // that executable
	Init     map[string]float64 // seconds of package init, once; nil: no record was found
	InitOf   string             // what of: a program and the id of the record
	InitPass string             // the pass of it, e.g. trace
}

// ReadCode adds how many bytes of machine code an executable has of each package. Data does not count, nor does what
// the linker and the C compiler made.
func (e *Evidence) ReadCode(file string) error {
	f, err := gobin.Open(file)
	if err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	defer f.Close()
	program := ""
	if info := f.BuildInfo(); info != nil {
		program = info.Path
	}
	e.Code, e.CodeOf = map[string]int64{}, file
	for fn := range f.Funcs() {
		pkg := packageOf(fn.Name)
		if pkg == "main" && program != "" {
			pkg = program
		}
		if pkg != "" && fn.End > fn.Entry {
			e.Code[pkg] += int64(fn.End - fn.Entry)
		}
	}
	return nil
}

// packageOf returns the import path in the name of a function, "" for what the linker made.
// Source: cmd/internal/objabi.PathToPrefix, which writes dots in the last element as %2e.
func packageOf(symbol string) string {
	symbol, _, _ = strings.Cut(symbol, "[")
	if strings.HasPrefix(symbol, "type:") || strings.HasPrefix(symbol, "go:") {
		return ""
	}
	slash := strings.LastIndexByte(symbol, '/') + 1
	last, _, ok := strings.Cut(symbol[slash:], ".")
	if !ok {
		return ""
	}
	path := symbol[:slash] + last
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// codeOf is the machine code of the packages of a module, if an executable was looked at.
func (e *Evidence) codeOf(v *View, m int32) (sum int64, ok bool) {
	if e == nil || e.Code == nil {
		return 0, false
	}
	for _, p := range v.lists {
		if v.Graph.Packages[p].Module == m {
			sum += e.Code[v.Graph.Packages[p].Path]
		}
	}
	return sum, true
}

// initOf is the package init of the packages of a module in seconds, if the record has any of them.
func (e *Evidence) initOf(v *View, m int32) (sum float64, ok bool) {
	if e == nil || e.Init == nil {
		return 0, false
	}
	for _, p := range v.lists {
		if seconds, known := e.Init[v.Graph.Packages[p].Path]; known && v.Graph.Packages[p].Module == m {
			sum, ok = sum+seconds, true
		}
	}
	return sum, ok
}
