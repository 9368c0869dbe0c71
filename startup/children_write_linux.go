package startup

import (
	"errors"
	"io"
	"path/filepath"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/probe"
	"github.com/cupelgo/cupel/internal/secret"
)

// write leaves what was seen in files, with the secrets taken out that h knows.
func (f *family) write(dir string, h *secret.Hider) error {
	if len(f.all) == 0 {
		return nil
	}
	c := children{Missed: f.missed}
	index := map[*probe.Program]int{}
	var errs []error
	for _, r := range f.all {
		h.All(r.Args)
		r.Name = h.Without(r.Name)
		if r.watch != nil {
			p := r.program.Program
			if index[p] == 0 {
				c.Programs = append(c.Programs, describeProgram(p.File(), r.Name))
				index[p] = len(c.Programs)
			}
			r.Program = index[p]
			errs = append(errs, r.write(dir, c.Programs[r.Program-1].Go, f.by))
		}
		c.All = append(c.All, r.child)
	}
	return errors.Join(append(errs, c.save(dir))...)
}

// describeProgram tells what the executable does of itself.
func describeProgram(file *gobin.File, name string) childProgram {
	s := &subject{Package: name, GoVersion: file.Version()}
	s.adopt(file.BuildInfo())
	return childProgram{s.Package, s.Module, s.GoVersion, withoutFolders(packagesOf(file, s)), s.Modules}
}

// write leaves what goroutines did.
func (r *relative) write(dir, goVersion string, by *observer) error {
	frames := by.frames(r.program.File())
	var errs []error
	if r.sampler != nil {
		rec, _ := r.sampler.Stop()
		by.adjust(r.watch, r.program.Program, rec)
		path := filepath.Join(dir, insideFile(fileSamples, r.Inside))
		errs = append(errs, writeFile(path, func(w io.Writer) error { return rec.Write(w, frames) }))
	}
	m := marksOf(r.watch, frames, goVersion)
	m.Stop = by.asked
	return errors.Join(append(errs,
		writeFile(filepath.Join(dir, insideFile(fileEvents, r.Inside)), func(w io.Writer) error {
			return r.watch.Events.Write(w, frames)
		}),
		writeFile(filepath.Join(dir, insideFile(fileMarks, r.Inside)), func(w io.Writer) error { return agent.WriteMarks(w, m) }))...)
}
