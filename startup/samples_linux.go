package startup

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gobin"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/timeline"
)

// A sampling is the kernel's sampling of one traced run.
type sampling struct {
	sampler *perf.Sampler
	err     error // why there is none
}

// prepare lets the kernel sample the run of c from its exec on. Once that works the agent is told to
// leave it alone.
func (s *sampling) prepare(c *experiment.Command, ch *channel) {
	if s.err = perf.Available(); s.err != nil {
		return
	}
	s.err = errNotStopped
	c.Stopped = func(pid int) error {
		if s.sampler, s.err = perf.Open(pid, sampleHz); s.err != nil {
			return s.err
		}
		return ch.say(agent.MagicTrace)
	}
	stop := c.OnReady
	c.OnReady = func() {
		s.stop()
		stop()
	}
}

// stop ends the sampling. It may be called again.
func (s *sampling) stop() {
	if s.sampler != nil {
		s.sampler.Stop() // writeSamples asks for the error
	}
}

// writeSamples leaves the samples in a file, with the frames of program and the source files as the user has
// them. Without samples it says why the Go runtime took them instead.
func (m *measurement) writeSamples(s *sampling, program string) error {
	if s.sampler == nil {
		why, remedy, named := strings.Cut(s.err.Error(), "; ") // as perf.Available puts it
		if !named {
			remedy = "leave to trace the program (ptrace)"
		}
		m.skip("CPU samples at 10 kHz, and starvation by other processes",
			why+"; the Go runtime's profiler took samples 4 ms apart instead", remedy)
		return nil
	}
	rec, err := s.sampler.Stop()
	if err != nil {
		m.seen.Trace.Warnings = append(m.seen.Trace.Warnings, "sampling the CPU: "+err.Error())
	}
	bin, err := gobin.Open(program)
	if err != nil {
		return fmt.Errorf("reading the symbols of the traced program: %w", err)
	}
	defer bin.Close()
	f, err := os.Create(filepath.Join(m.draft.Dir(), fileSamples))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := rec.Write(f, func(pc uint64) []timeline.Frame {
		frames := bin.Frames(pc)
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
