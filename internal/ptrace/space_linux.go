//go:build amd64 || arm64

package ptrace

import (
	"errors"
	"fmt"
	"maps"

	"golang.org/x/sys/unix"
)

// space is the memory of a process, or of several that share it until an exec, with its breakpoints.
type space struct {
	pid     int // of a process that has it
	users   int // processes
	wide    bool
	stopped int // a thread that stands still, as far as is known
	mem     int // descriptor of /proc/PID/mem; -1: not yet open, or not to be had
	refused bool
	clean   bool // all breakpoints have been removed for good
	sites   map[uint64]*site
}

// site is an address that has, or had, a breakpoint. It is remembered after the removal: a thread may
// have hit it before and be seen only later, and a fork may have copied it.
type site struct {
	old   byte // what is there without it
	armed bool
	b     *Breakpoint
	instr instruction // what is there; of breakpoints that stay
}

func newSpace(pid int) *space {
	return &space{pid: pid, users: 1, stopped: pid, mem: -1, sites: map[uint64]*site{}}
}

// fork returns the copy that a child has.
func (s *space) fork(pid int) *space {
	c := newSpace(pid)
	c.wide = s.wide
	c.sites = maps.Clone(s.sites)
	for addr, old := range c.sites {
		own := *old
		c.sites[addr] = &own
	}
	return c
}

// share returns the space for one more process.
func (s *space) share() *space {
	s.users++
	return s
}

// drop ends the use by one process.
func (s *space) drop() {
	s.users--
	if s.users == 0 && s.mem >= 0 {
		unix.Close(s.mem)
		s.mem = -1
	}
}

// open opens the memory. The descriptor spares each access a look at whether it is allowed, and with
// old kernels a wait for an exec that itself waits for this tracer.
func (s *space) open() bool {
	if s.mem < 0 && !s.refused {
		fd, err := unix.Open(fmt.Sprintf("/proc/%d/mem", s.pid), unix.O_RDWR|unix.O_CLOEXEC, 0)
		s.mem, s.refused = fd, err != nil
	}
	return s.mem >= 0
}

func (s *space) read(b []byte, addr uint64) int {
	if len(b) == 0 {
		return 0
	}
	if s.open() {
		n, _ := unix.Pread(s.mem, b, int64(addr))
		return max(n, 0)
	}
	n, err := unix.PtracePeekData(s.stopped, uintptr(addr), b)
	if err != nil {
		return 0
	}
	return n
}

// write writes to memory, to text as well. Kernels may refuse the latter by way of the file
// (proc_mem.force_override), but not by way of a thread that stands still.
func (s *space) write(b []byte, addr uint64) error {
	if s.open() {
		if n, err := unix.Pwrite(s.mem, b, int64(addr)); err == nil && n == len(b) {
			return nil
		}
	}
	if _, err := unix.PtracePokeData(s.stopped, uintptr(addr), b); err != nil {
		return fmt.Errorf("writing at %#x: %w", addr, err)
	}
	return nil
}

// Break sets a breakpoint at addr, in place of one that is there. It returns an error that wraps
// errors.ErrUnsupported for a processor or program that cannot have one, and for one that is to stay
// on an instruction that the tracer cannot carry out itself.
//
// A breakpoint with Once that is set anew by its own Hit is hit at once: the thread still stands there.
func (p *Process) Break(addr uint64, b *Breakpoint) error {
	if err := p.space.arm(addr, b); err != nil {
		return fmt.Errorf("setting a breakpoint at %#x: %w", addr, err)
	}
	return nil
}

func (s *space) arm(addr uint64, b *Breakpoint) error {
	if trap == 0 || !s.wide {
		return fmt.Errorf("not in programs of this architecture: %w", errors.ErrUnsupported)
	}
	var code [longest]byte
	n := s.read(code[:], addr)
	if n == 0 {
		return errors.New("no memory is there")
	}
	at := s.sites[addr]
	if at != nil {
		code[0] = at.old
	}
	if code[0] == trap {
		return errors.New("the program has one of its own there")
	}
	instr, ok := decode(code[:n])
	if !ok && !b.Once {
		return fmt.Errorf("an instruction that cannot be carried out for the program (% x): %w",
			code[:n], errors.ErrUnsupported)
	}
	if at == nil || !at.armed {
		if err := s.write([]byte{trap}, addr); err != nil {
			return err
		}
	}
	s.sites[addr] = &site{old: code[0], armed: true, b: b, instr: instr}
	return nil
}

// Clear removes the breakpoint at addr, if there is one.
func (p *Process) Clear(addr uint64) error {
	if at := p.space.sites[addr]; at != nil && at.armed {
		return p.space.disarm(addr, at)
	}
	return nil
}

// disarm writes back what was there. In a copy made by a fork that may be due even if it is not armed.
func (s *space) disarm(addr uint64, at *site) error {
	at.armed = false
	return s.write([]byte{at.old}, addr)
}

// restore removes all breakpoints for good.
func (s *space) restore() {
	if s.clean {
		return
	}
	s.clean = true
	for addr, at := range s.sites {
		s.clean = s.disarm(addr, at) == nil && s.clean
	}
}

// Read reads memory of the process at addr, and returns how many bytes it could. Text is read with the
// breakpoints in it.
func (p *Process) Read(b []byte, addr uint64) int { return p.space.read(b, addr) }
