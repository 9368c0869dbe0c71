package gotrace

import (
	"errors"
	"fmt"
	"io"
)

// batch is a stretch of a trace that one thread, or the tracer for all, has written: a header and
// data. It aliases the trace.
type batch struct {
	kind       byte // evBatch, evExperimental or evEndOfGeneration, which has nothing else
	generation uint64
	thread     uint64
	time       uint64 // of the beginning, in units of the trace
	raw        []byte // all of it
	head       []byte // the header without the size of the data
	data       []byte
}

// holds reports whether the batch is one of that table.
func (b *batch) holds(table byte) bool {
	return b.kind == evBatch && len(b.data) > 0 && b.data[0] == table
}

// cutBatch takes the batch that begins at the offset at off the trace, and returns where it ends.
func cutBatch(trace []byte, at int) (b batch, end int, err error) {
	c := cursor{data: trace, at: at}
	b.kind = c.byte()
	switch b.kind {
	case evEndOfGeneration:
		b.raw = trace[at:c.at:c.at]
		return b, c.at, nil
	case evExperimental:
		c.byte() // the experiment
	case evBatch:
	default:
		return b, at, fmt.Errorf("unexpected byte %d where a batch begins", b.kind)
	}
	b.generation, b.thread, b.time = c.number(), c.number(), c.number()
	b.head = trace[at:c.at:c.at]
	size := c.number()
	switch {
	case c.bad:
		return b, at, io.ErrUnexpectedEOF
	case size > maxBatch:
		return b, at, fmt.Errorf("batch of %d bytes", size)
	case size > uint64(len(trace)-c.at):
		return b, at, io.ErrUnexpectedEOF
	}
	end = c.at + int(size)
	b.raw, b.data = trace[at:end:end], trace[c.at:end:end]
	return b, end, nil
}

var errIncomplete = errors.New("its last generation is incomplete")

// cutGenerations returns the generations of a trace and, of one that is damaged or cut short, why
// there are no more of them.
func cutGenerations(trace []byte, version int) ([]*generation, error) {
	var all []*generation
	var now *generation // not among all until it is known to have ended
	for at := headerSize; at < len(trace); {
		b, end, err := cutBatch(trace, at)
		if err == nil && b.kind != evEndOfGeneration {
			err = inOrder(now, &b, version)
		}
		if err != nil {
			if now != nil && version < marksGenerations && b.generation != now.number {
				all = append(all, now) // the damage may be that of the next one
			}
			return all, err
		}
		switch at = end; {
		case b.kind == evEndOfGeneration:
			if now != nil {
				all = append(all, now)
			}
			now = nil
			continue
		case now == nil:
			now = &generation{number: b.generation}
		case b.generation != now.number:
			all = append(all, now)
			now = &generation{number: b.generation}
		}
		now.batches = append(now.batches, b)
	}
	switch {
	case now != nil && version >= marksGenerations:
		return all, errIncomplete
	case now != nil:
		all = append(all, now)
	}
	return all, nil
}

// inOrder returns an error unless b may follow the batches of the generation now, nil if there are
// none.
func inOrder(now *generation, b *batch, version int) error {
	next := now != nil && version < marksGenerations && b.generation == now.number+1
	if b.generation == 0 || now != nil && b.generation != now.number && !next {
		return fmt.Errorf("a batch of generation %d out of order", b.generation)
	}
	return nil
}
