package probe

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/internal/gobin"
)

// Program is an executable whose points are known.
type Program struct {
	file   *gobin.File
	layout *layout
	inits  []gobin.Func
	main   gobin.Func
	at     map[string]place // functions of the runtime, by name
	budget int              // see Budget

	// Blind is why goroutines cannot be seen; nil: they can.
	Blind error
}

// place is a function with where it begins its work.
type place struct {
	fn   gobin.Func
	body uint64
}

// Open looks at the executable at path. It fails as gobin.Open does, and if there is no main.main.
// integrity says that the program checks its own code at run time.
func Open(path string, integrity bool) (*Program, error) {
	file, err := gobin.Open(path)
	if err != nil {
		return nil, err
	}
	p := &Program{file: file, at: map[string]place{}, budget: Budget}
	p.find(integrity)
	if p.main.Name == "" {
		file.Close()
		return nil, fmt.Errorf("reading %s: no main.main: %w", path, errors.ErrUnsupported)
	}
	if p.layout, p.Blind = layoutOf(file.Version()); p.Blind == nil {
		p.Blind = p.complete()
	}
	return p, nil
}

// File is the executable.
func (p *Program) File() *gobin.File { return p.file }

// Close closes the executable.
func (p *Program) Close() error { return p.file.Close() }

// find goes through all functions.
func (p *Program) find(integrity bool) {
	wanted := map[string]bool{}
	for _, pt := range points {
		wanted[pt.function] = true
	}
	for fn := range p.file.Funcs() {
		switch {
		case fn.Name == "main.main":
			p.main = fn
		case gobin.IsInit(fn.Name) && !(integrity && isChecked(fn.Name)):
			p.inits = append(p.inits, fn)
		case wanted[fn.Name]:
			if body, ok := p.file.Body(fn); ok {
				p.at[fn.Name] = place{fn, body}
			}
		}
	}
}

// isChecked reports whether a function lies in code that a program may check at run time.
func isChecked(symbol string) bool { return strings.HasPrefix(symbol, "crypto/internal/fips140") }

// complete returns nil if every point without which goroutines cannot be followed was found.
func (p *Program) complete() error {
	if len(points) == 0 {
		return fmt.Errorf("following goroutines on this architecture: %w", errors.ErrUnsupported)
	}
	for _, pt := range points {
		if pt.needed && p.at[pt.function].body == 0 {
			return fmt.Errorf("following goroutines: no place for a breakpoint in %s: %w", pt.function, errors.ErrUnsupported)
		}
	}
	return nil
}
