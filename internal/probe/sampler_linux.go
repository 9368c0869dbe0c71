package probe

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// sampleEvery is how often a thread that runs is stopped. A stop costs it about 70 µs with two busy CPUs (see
// the benchmark): twice as many would hold up the program by more than a tenth.
const sampleEvery = time.Millisecond

// A Sampler samples the CPU of a process by stopping each of its threads that runs, where the kernel does
// not sample. Threads that wait are left alone.
type Sampler struct {
	watch     *Watch
	tracer    *ptrace.Tracer
	collector *perf.Collector
	cpu       clockOf
	began     int64 // CPU time of the process, ns
	used      int64 // CPU time since then
	stop      chan struct{}
	stopped   chan struct{}
	once      sync.Once
}

// Sampler begins to sample a process, which stands still at its exec. Stop it.
func (w *Watch) Sampler(tracer *ptrace.Tracer) (*Sampler, error) {
	if len(points) == 0 {
		return nil, fmt.Errorf("reading stacks on this architecture: %w", errors.ErrUnsupported)
	}
	pid := w.process.PID
	collector, err := perf.NewCollector(pid)
	if err != nil {
		return nil, err
	}
	s := &Sampler{watch: w, tracer: tracer, collector: collector, cpu: clockOfProcess(pid),
		stop: make(chan struct{}), stopped: make(chan struct{})}
	if s.began, err = s.cpu.now(); err != nil {
		collector.Close()
		return nil, fmt.Errorf("asking for the CPU time of process %d: %w", pid, err)
	}
	tracer.Sample = s.sample
	if w.program.Blind == nil && w.stops { // else a wait that is not seen would pass for a stop
		w.stays = stays{}
	}
	go s.tick(pid)
	return s, nil
}

// Stop ends the sampling, but not that of a thread that is being stopped. It may be called again.
func (s *Sampler) Stop() {
	s.once.Do(func() { close(s.stop) })
	<-s.stopped
}

// Replaced notes that the process has replaced its program, which ends the sampling.
func (s *Sampler) Replaced() {
	s.once.Do(func() { close(s.stop) })
	s.collector.Replaced(monotonic())
}

// Recording returns the samples once the tracing has ended. Its rate is how many there are per second of CPU
// time.
func (s *Sampler) Recording() *perf.Recording {
	s.Stop()
	defer s.collector.Close()
	defer s.watch.stays.close()
	hz := int(time.Second / sampleEvery)
	if n := s.collector.Count(); n > 0 && s.used > 0 {
		hz = int(float64(n)*1e9/float64(s.used) + 0.5)
	}
	return s.collector.Finish(hz)
}

// tick stops threads that run, again and again.
func (s *Sampler) tick(pid int) {
	defer close(s.stopped)
	threads := newThreads(pid)
	defer threads.close()
	for {
		select {
		case <-s.stop:
			return
		case <-time.After(sampleEvery):
		}
		now, err := s.cpu.now()
		if err != nil {
			return // it has ended
		}
		used := now - s.began
		idle := used == s.used
		if s.used = used; idle {
			continue
		}
		for _, tid := range threads.running() {
			s.tracer.Tick(tid) // one that has ended meanwhile cannot be
		}
	}
}

// sample notes where a thread stands.
func (s *Sampler) sample(t *ptrace.Thread) {
	w := s.watch
	if t.Process != w.process {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	chain, top := w.chain(t)
	s.collector.Add(t.Seen-1, int32(t.TID), chain, top) // before it stood still
	w.hold(t)
}

// threads tells which threads of a process run.
type threads struct {
	task  string
	stats map[int]*os.File
}

func newThreads(pid int) *threads {
	return &threads{fmt.Sprintf("/proc/%d/task", pid), map[int]*os.File{}}
}

// running returns the threads that have a CPU or wait for one.
func (t *threads) running() (tids []int) {
	dir, err := os.Open(t.task)
	if err != nil {
		return nil
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	for _, name := range names {
		if tid, err := strconv.Atoi(name); err == nil && t.runs(tid) {
			tids = append(tids, tid)
		}
	}
	return tids
}

func (t *threads) runs(tid int) bool {
	f := t.stats[tid]
	if f == nil {
		var err error
		if f, err = os.Open(fmt.Sprintf("%s/%d/stat", t.task, tid)); err != nil {
			return false
		}
		t.stats[tid] = f
	}
	var b [512]byte
	n, err := f.ReadAt(b[:], 0)
	if err != nil && err != io.EOF {
		f.Close()
		delete(t.stats, tid)
		return false
	}
	state := bytes.LastIndexByte(b[:n], ')') + 2
	return state >= 2 && state < n && b[state] == 'R'
}

func (t *threads) close() {
	for _, f := range t.stats {
		f.Close()
	}
}

// clockOf is a clock of clock_gettime(2).
type clockOf int32

// clockOfProcess returns that of the CPU time of a process, see clock_getcpuclockid(3).
func clockOfProcess(pid int) clockOf {
	const scheduled = 2 // CPUCLOCK_SCHED of include/linux/posix-timers_types.h
	return clockOf(^int32(pid)<<3 | scheduled)
}

func (c clockOf) now() (int64, error) {
	var ts unix.Timespec
	err := unix.ClockGettime(int32(c), &ts)
	return ts.Nano(), err
}

// monotonic is CLOCK_MONOTONIC in ns. It is there on every Linux.
func monotonic() int64 {
	now, _ := clockOf(unix.CLOCK_MONOTONIC).now()
	return now
}
