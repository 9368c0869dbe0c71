package startup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/timeline"
)

// A sampling is the kernel's sampling of one traced run.
type sampling struct {
	program *gobin.File // nil: its symbols cannot be read
	sampler *perf.Sampler
	hz      int             // of it
	err     error           // why there is none
	instead *perf.Recording // what was sampled otherwise; nil: nothing
}

// prepare lets the kernel sample the run of c from its exec on. begun is called once that works, while the
// program stands still.
func (s *sampling) prepare(c *experiment.Command, begun func() error) {
	var hz int
	if s.program, s.err = gobin.Open(c.Path); s.err != nil {
		return
	}
	if hz, s.err = perf.Affordable(sampleHz, sampleShare); s.err != nil {
		return
	}
	s.hz, s.err = hz, errNotStopped
	c.Stopped = func(pid int) error {
		if s.sampler, s.err = perf.Open(pid, hz); s.err != nil {
			return s.err
		}
		return begun()
	}
	stop := c.OnReady
	c.OnReady = func() {
		s.stop()
		stop()
	}
}

// recording returns what was sampled, nil if nothing was.
func (s *sampling) recording() (*perf.Recording, error) {
	if s.sampler == nil {
		return s.instead, nil
	}
	return s.sampler.Stop()
}

// stop ends the sampling. It may be called again.
func (s *sampling) stop() {
	if s.sampler != nil {
		s.sampler.Stop() // writeSamples asks for the error
	}
}

// close stops and lets go of everything.
func (s *sampling) close() {
	s.stop()
	if s.program != nil {
		s.program.Close()
	}
}

// writeSamples leaves the samples in a file, with frames of the program and the source files as the user
// has them. Without samples it notes why, and leaves none of an earlier run.
func (m *measurement) writeSamples(s *sampling) error {
	path := filepath.Join(m.draft.Dir(), fileSamples)
	m.unsampled = s.err
	rec, err := s.recording()
	if rec == nil {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if err != nil {
		m.seen.Trace.Warnings = append(m.seen.Trace.Warnings, "sampling the CPU: "+err.Error())
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := rec.Write(f, func(pc uint64) []timeline.Frame {
		frames := s.program.Frames(pc)
		for i := range frames {
			frames[i].File = m.target.SourcePath(frames[i].File)
		}
		return frames
	}); err != nil {
		return fmt.Errorf("writing the CPU samples: %w", err)
	}
	return f.Close()
}

// say puts another word into the control channel, in place of the one that nobody has read yet.
func (ch *channel) say(word string) error {
	unread := make([]byte, len(word))
	theirs := int(ch.files[agent.ControlFD].Fd())
	if _, _, err := unix.Recvfrom(theirs, unread, unix.MSG_DONTWAIT); err != nil {
		return fmt.Errorf("taking back what the agent is told: %w", err)
	}
	_, err := ch.ours.WriteString(word)
	return err
}
