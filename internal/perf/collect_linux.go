package perf

import (
	"encoding/binary"
	"fmt"
)

// A Collector makes a Recording of samples that another sampler than the kernel takes. Close it.
type Collector struct {
	image *image
	dec   *decoder
}

// NewCollector looks at the program of a process that stands still at its exec.
func NewCollector(pid int) (*Collector, error) {
	img, err := openImage(pid)
	if err != nil {
		return nil, fmt.Errorf("looking at the program to sample: %w", err)
	}
	return &Collector{img, newDecoder(&Recording{PID: pid, Bias: img.bias}, img.callee)}, nil
}

// Add adds a sample of a thread at an instant of CLOCK_MONOTONIC in ns: the address of the instruction, the
// return addresses that frame pointers lead to, and the word on top of the stack.
func (c *Collector) Add(at int64, tid int32, chain []uint64, top uint64) {
	if len(chain) == 0 || len(c.dec.rec.Samples) >= maxRecords {
		c.dec.rec.Lost++
		return
	}
	b := make([]byte, 0, 8*len(chain))
	for _, pc := range chain {
		b = binary.NativeEndian.AppendUint64(b, pc)
	}
	stack, ok := c.dec.stack(b, top)
	if !ok {
		c.dec.rec.Lost++
		return
	}
	c.dec.rec.Samples = append(c.dec.rec.Samples, Sample{Time: at, TID: tid, Stack: stack})
}

// Replaced notes that the process has replaced its program.
func (c *Collector) Replaced(at int64) {
	if c.dec.rec.Replaced == 0 {
		c.dec.rec.Replaced = at
	}
}

// Count returns how many samples there are.
func (c *Collector) Count() int { return len(c.dec.rec.Samples) }

// Finish returns the recording of samples that were taken hz times per second of CPU time, 1 to MaxHz.
func (c *Collector) Finish(hz int) *Recording {
	c.dec.rec.Hz = min(max(hz, 1), MaxHz)
	return c.dec.finish()
}

// Close lets go of the program.
func (c *Collector) Close() { c.image.close() }
