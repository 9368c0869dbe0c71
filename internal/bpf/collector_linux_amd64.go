package bpf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"
	"github.com/cilium/ebpf/ringbuf"
)

// readEvery is how often hits are taken from the kernel. Being woken for each would cost the program more
// than the hit.
const readEvery = 5 * time.Millisecond

// ringBytes has room for 150,000 hits with short stacks: more than a program makes while nobody reads them, unless
// the machine is starved for long.
const ringBytes = 32 << 20

// A Collector takes hits from the kernel.
type Collector struct {
	objects programsObjects
	reader  *ringbuf.Reader
	single  bool // the kernel has no uprobe_multi
	closing chan struct{}
	read    chan struct{} // closed when everything was read

	mu      sync.Mutex
	watched []*Watched // by number, less one
}

// Open loads the kernel's program. Its error is as that of [Available]. Close the Collector.
func Open() (*Collector, error) {
	learnVersion()
	return open(single(), ringBytes)
}

func open(single bool, ring uint32) (*Collector, error) {
	spec, err := loadPrograms()
	if err != nil {
		return nil, err
	}
	spec.Maps[programsMapHits].MaxEntries = ring
	if single {
		spec.Programs[programsProgHit].AttachType = ebpf.AttachNone
	}
	if err := setNamespace(spec); err != nil {
		return nil, fmt.Errorf("bpf: telling the kernel's program whose process numbers are meant: %w", err)
	}
	c := &Collector{single: single, closing: make(chan struct{}), read: make(chan struct{})}
	if err := spec.LoadAndAssign(&c.objects, nil); err != nil {
		return nil, explain(err)
	}
	if c.reader, err = ringbuf.NewReader(c.objects.Hits); err != nil {
		c.objects.Close()
		return nil, explain(err)
	}
	go c.collect()
	return c, nil
}

// Close ends all watching, takes in what is on its way and lets go of everything.
func (c *Collector) Close() error {
	c.mu.Lock()
	all := c.watched
	c.mu.Unlock()
	for _, w := range all {
		w.Detach()
	}
	close(c.closing)
	<-c.read
	return errors.Join(c.reader.Close(), c.objects.Close())
}

// Lost returns how many hits there was no room for, and when the first of them came, CLOCK_MONOTONIC in ns.
// Ask it before Close.
func (c *Collector) Lost() (n uint64, since int64, err error) {
	err = errors.Join(c.objects.Lost.Get(&n), c.objects.FirstLost.Get(&since))
	return n, since, err
}

// Watched is a process, or the program that it executes.
type Watched struct {
	collector *Collector
	pid       int
	exe       *link.Executable
	hit       func(*Hit)

	mu      sync.Mutex
	removes []func() // of all points
}

// Watch prepares to watch a process that stands still at its exec. The function is called for each hit on one
// goroutine that all processes share, in the order in which the kernel made room for them: those of different
// CPUs may be out of the order of time.
func (c *Collector) Watch(pid int, l Layout, hit func(*Hit)) (*Watched, error) {
	path := fmt.Sprintf("/proc/%d/exe", pid)
	exe, err := link.OpenExecutable(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	w := &Watched{collector: c, pid: pid, exe: exe, hit: hit}
	c.mu.Lock()
	c.watched = append(c.watched, w)
	number := len(c.watched)
	c.mu.Unlock()
	value := struct {
		Layout
		Number uint32
	}{l, uint32(number)}
	if err := c.objects.Layouts.Put(uint32(pid), value); err != nil {
		return nil, fmt.Errorf("telling the kernel's program of process %d: %w", pid, err)
	}
	return w, nil
}

// Attach sets points. The function that it returns removes them.
func (w *Watched) Attach(points []Point) (remove func(), err error) {
	links, err := w.attach(points)
	if err != nil {
		closeAll(links)
		return nil, fmt.Errorf("setting %d uprobes in process %d: %w", len(points), w.pid, err)
	}
	remove = sync.OnceFunc(func() { closeAll(links) })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.removes = append(w.removes, remove)
	return remove, nil
}

func (w *Watched) attach(points []Point) ([]link.Link, error) {
	if w.collector.single {
		return w.attachSingly(points)
	}
	opts := &link.UprobeMultiOptions{PID: uint32(w.pid)}
	for _, p := range points {
		opts.Addresses = append(opts.Addresses, p.Offset)
		opts.Cookies = append(opts.Cookies, p.cookie(p.Index))
	}
	l, err := w.exe.UprobeMulti(nil, w.collector.objects.Hit, opts)
	if err != nil {
		return nil, err
	}
	return []link.Link{l}, nil
}

// Detach removes all points.
func (w *Watched) Detach() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, remove := range w.removes {
		remove()
	}
}

func closeAll(links []link.Link) {
	for _, l := range links {
		l.Close() // of a process that has ended nothing needs to be removed
	}
}

// collect reads hits until the Collector is closed, and then what is left.
func (c *Collector) collect() {
	defer close(c.read)
	var rec ringbuf.Record
	for last := false; ; {
		select {
		case <-c.closing:
			last = true
		default:
		}
		c.reader.SetDeadline(time.Now().Add(readEvery))
		err := c.reader.ReadInto(&rec)
		for ; err == nil; err = c.reader.ReadInto(&rec) {
			c.deliver(rec.RawSample)
		}
		if last || !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
	}
}

// Where struct hit of _src/hit.c has what.
const (
	atTime = 8 * iota
	atSpent
	atNumber // and TID
	atIndex  // and depth
	atAbout
	atOther
	atParent
	atStatement
	atEntry
	atAX
	atCX
	atDI
	atStack
)

func (c *Collector) deliver(b []byte) {
	word := func(at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }
	half := func(at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
	if len(b) < atStack {
		return
	}
	number, depth := int(half(atNumber)), int(half(atIndex+4))
	c.mu.Lock()
	w := c.watched[number-1]
	c.mu.Unlock()
	h := Hit{Time: int64(word(atTime)), Spent: int64(word(atSpent)), TID: int32(half(atNumber + 4)),
		Index: int(half(atIndex)), About: int64(word(atAbout)), Other: int64(word(atOther)),
		Parent: int64(word(atParent)), Statement: word(atStatement), Entry: word(atEntry),
		AX: word(atAX), CX: word(atCX), DI: word(atDI), Stack: make([]uint64, min(depth, (len(b)-atStack)/8))}
	for i := range h.Stack {
		h.Stack[i] = word(atStack + 8*i)
	}
	w.hit(&h)
}
