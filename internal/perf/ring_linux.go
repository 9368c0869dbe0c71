package perf

import (
	"fmt"
	"math/bits"
	"os"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	// The kernel lends each user kernel.perf_event_mlock_kb per CPU, 512 KiB and a page unless
	// set otherwise. At 10 kHz and 200 bytes per sample 512 KiB are a quarter of a second.
	maxRing  = 512 << 10
	minRing  = 32 << 10
	maxRings = 64 << 20 // of all CPUs
)

// ringSize is how many bytes to ask for on each of so many CPUs, a power of two.
func ringSize(cpus int) int {
	size := min(maxRing, maxRings/max(cpus, 1))
	return max(1<<(bits.Len(uint(size))-1), minRing, os.Getpagesize())
}

// ring is the buffer into which the kernel writes the records of one CPU.
type ring struct {
	fd   int
	mem  []byte
	page *unix.PerfEventMmapPage
	data []byte // mem without the page
	buf  []byte // what take returned last
}

// openRing opens the event of a process on a CPU with a buffer of at most size bytes.
func openRing(pid, cpu, hz, size int) (*ring, error) {
	fd, err := unix.PerfEventOpen(attributes(hz), pid, cpu, -1, unix.PERF_FLAG_FD_CLOEXEC)
	if err != nil {
		return nil, explain(err, look())
	}
	r := &ring{fd: fd}
	for err = unix.EPERM; err == unix.EPERM && size >= minRing; size /= 2 {
		// Other samplers of this user may have used up some of what the kernel lends.
		r.mem, err = unix.Mmap(fd, 0, os.Getpagesize()+size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	}
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("mapping the buffer for samples: %w; "+
			"another sampler of this user, or kernel.perf_event_mlock_kb is small", err)
	}
	r.page = (*unix.PerfEventMmapPage)(unsafe.Pointer(&r.mem[0]))
	r.data = r.mem[os.Getpagesize():]
	return r, nil
}

func (r *ring) size() int { return len(r.data) }

// take returns the records that have come since the last call, until the next one.
func (r *ring) take() []byte {
	head := atomic.LoadUint64(&r.page.Data_head) // before the data
	tail := r.page.Data_tail
	from, n := int(tail%uint64(len(r.data))), int(head-tail)
	first := r.data[from:min(from+n, len(r.data))]
	r.buf = append(append(r.buf[:0], first...), r.data[:n-len(first)]...)
	atomic.StoreUint64(&r.page.Data_tail, head) // after it
	return r.buf
}

func (r *ring) close() {
	unix.Munmap(r.mem)
	unix.Close(r.fd)
}
