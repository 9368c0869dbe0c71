package startup

import (
	"debug/elf"
	"fmt"
	"os"

	"github.com/cupelgo/cupel/internal/unit"
)

// An executable is what of a file decides how long it takes until its first instruction.
type executable struct {
	Bytes       int64 `json:"bytes"`
	Relocations int   `json:"relocations"`     // that the dynamic linker does before the program begins
	Pages       int   `json:"relocated_pages"` // of 4 KiB, in which they lie
	Minor       int64 `json:"-"`               // page faults of the traced run to ready; -1 not measured
	Major       int64 `json:"-"`               // of them those that waited for the disk
}

// What one page can cost at the most: a minor fault with the copy of the page took 2.6 µs on a quiet
// virtual machine and 15 µs on a busy one (means of 30,000 in programs like that of TestHugeBinary),
// a major one takes a seek of a hard disk. A phase that is longer than that has another reason.
const (
	mostMinor = 10e-6 // seconds
	mostMajor = 20e-3
)

// readExecutable describes the file. Of one that is not ELF only the size is known.
func readExecutable(path string) (*executable, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	e := &executable{Bytes: info.Size()}
	f, err := elf.Open(path)
	if err != nil {
		return e, nil
	}
	defer f.Close()
	pages := map[uint64]bool{}
	for _, s := range f.Sections {
		if s.Type != elf.SHT_RELA || s.Flags&elf.SHF_ALLOC == 0 || f.Class != elf.ELFCLASS64 {
			continue
		}
		data, err := s.Data()
		if err != nil {
			return nil, fmt.Errorf("reading the relocations: %w", err)
		}
		const entry = 24 // offset, info, addend
		for ; len(data) >= entry; data = data[entry:] {
			e.Relocations++
			pages[f.ByteOrder.Uint64(data)>>12] = true
		}
	}
	e.Pages = len(pages)
	return e, nil
}

// loading returns the group of what passes from exec to the first init function, where that is long
// and the executable can be why; nil else.
func (o *observation) loading(path []*slice) []*group {
	e := o.exe
	if e == nil {
		return nil
	}
	g := &group{cause: &hugeBinary}
	for _, s := range path {
		if s.Phase == phaseRuntime && s.Class != classNone && s.Class != classTracer && s.Class != classHeld && s.Class != classStarved {
			g.slices = append(g.slices, s)
		}
	}
	cost := g.seconds()
	might := mostMinor*float64(min(int64(e.Pages), e.Minor)) + mostMajor*float64(max(e.Major, 0))
	if cost < max(minCost, minSpread*float64(o.took())/1e9) || cost > might {
		return nil
	}
	g.note = fmt.Sprintf("; the executable has %s with %d relocations in %d pages; up to ready there were "+
		"%d page faults and %d more that waited for the disk", unit.Bytes(float64(e.Bytes)), e.Relocations, e.Pages,
		e.Minor, max(e.Major, 0))
	return []*group{g}
}
