package perf

import (
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Sampler samples a process until Stop.
type Sampler struct {
	image *image
	rings []*ring
	wake  int // eventfd that ends the draining
	dec   *decoder

	drained chan error // the draining has ended
	stop    sync.Once
	rec     *Recording
	err     error
}

// Open begins to sample the process pid, which stands still at its exec, hz times per second of
// CPU time, 1 to MaxHz. Several threads on as many CPUs are sampled as often each. Stop it.
func Open(pid int, hz int) (*Sampler, error) {
	if hz < 1 || hz > MaxHz {
		return nil, fmt.Errorf("sampling %d times per second: want 1 to %d", hz, MaxHz)
	}
	img, err := openImage(pid)
	if err != nil {
		return nil, fmt.Errorf("looking at the program to sample: %w", err)
	}
	s := &Sampler{image: img, wake: -1, drained: make(chan error, 1)}
	s.dec = newDecoder(&Recording{Hz: hz, PID: pid, Bias: img.bias}, img.callee)
	s.dec.shift = clockShift()
	if err := s.open(pid, hz); err != nil {
		s.close()
		return nil, err
	}
	go func() { s.drained <- s.drain() }()
	return s, nil
}

func (s *Sampler) open(pid, hz int) (err error) {
	if s.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC); err != nil {
		return fmt.Errorf("sampling: %w", err)
	}
	var cpus unix.CPUSet
	if err := unix.SchedGetaffinity(pid, &cpus); err != nil {
		return fmt.Errorf("asking for the CPUs of process %d: %w", pid, err)
	}
	size := ringSize(cpus.Count())
	for cpu := 0; len(s.rings) < cpus.Count(); cpu++ {
		if !cpus.IsSet(cpu) {
			continue
		}
		r, err := openRing(pid, cpu, hz, size)
		if err != nil {
			return err
		}
		s.rings = append(s.rings, r)
		size = r.size() // the others will find no more room
	}
	for _, r := range s.rings {
		if err := unix.IoctlSetInt(r.fd, unix.PERF_EVENT_IOC_ENABLE, 0); err != nil {
			return fmt.Errorf("enabling the sampling: %w", err)
		}
	}
	return nil
}

// attributes describes the event. A reader is woken when its buffer is half full: that is what a
// watermark of 0 stands for.
func attributes(hz int) *unix.PerfEventAttr {
	attr := &unix.PerfEventAttr{
		Type:        unix.PERF_TYPE_SOFTWARE,
		Config:      unix.PERF_COUNT_SW_CPU_CLOCK,
		Sample:      uint64(1e9 / hz),
		Sample_type: sampleType,
		Bits: unix.PerfBitDisabled | unix.PerfBitInherit |
			unix.PerfBitExcludeKernel | unix.PerfBitExcludeHv | unix.PerfBitExcludeCallchainKernel |
			unix.PerfBitComm | unix.PerfBitCommExec | unix.PerfBitContextSwitch |
			unix.PerfBitSampleIDAll | unix.PerfBitWatermark | unix.PerfBitUseClockID,
		Sample_stack_user: topBytes,
		Clockid:           unix.CLOCK_MONOTONIC,
	}
	attr.Size = uint32(unsafe.Sizeof(*attr))
	return attr
}

// drain empties the rings into memory until it is woken for the end.
func (s *Sampler) drain() error {
	fds := make([]unix.PollFd, 0, len(s.rings)+1)
	for _, r := range s.rings {
		fds = append(fds, unix.PollFd{Fd: int32(r.fd), Events: unix.POLLIN})
	}
	fds = append(fds, unix.PollFd{Fd: int32(s.wake), Events: unix.POLLIN})
	for {
		if _, err := unix.Poll(fds, -1); err != nil && err != unix.EINTR {
			return fmt.Errorf("waiting for samples: %w", err)
		}
		s.empty()
		for i := range fds {
			if fds[i].Revents&(unix.POLLHUP|unix.POLLERR) != 0 {
				fds[i].Fd = -1 // no thread is left to wake us
			}
		}
		if fds[len(s.rings)].Revents != 0 {
			return nil
		}
	}
}

func (s *Sampler) empty() {
	for _, r := range s.rings {
		s.dec.decode(r.take())
	}
}

// Stop ends the sampling, whether or not the process lives, and frees all that Open took. A second
// call returns the same. Even with an error the recording is what there is.
func (s *Sampler) Stop() (*Recording, error) {
	s.stop.Do(func() {
		var errs []error
		for _, r := range s.rings {
			errs = append(errs, unix.IoctlSetInt(r.fd, unix.PERF_EVENT_IOC_DISABLE, 0))
		}
		_, err := unix.Write(s.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0})
		errs = append(errs, err, <-s.drained)
		s.empty()
		s.close()
		s.rec = s.dec.finish()
		if err := errors.Join(errs...); err != nil {
			s.err = fmt.Errorf("ending the sampling: %w", err)
		}
	})
	return s.rec, s.err
}

func (s *Sampler) close() {
	for _, r := range s.rings {
		r.close()
	}
	if s.wake >= 0 {
		unix.Close(s.wake)
	}
	s.image.close()
}
