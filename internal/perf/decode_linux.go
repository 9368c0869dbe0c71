package perf

import (
	"cmp"
	"encoding/binary"
	"slices"

	"golang.org/x/sys/unix"
)

// Limits of what is kept in memory; further records count as lost. The first is seven minutes of
// one CPU at 10 kHz.
const (
	maxRecords = 1 << 22 // of samples and of switches, each
	maxPCs     = 1 << 23 // in all stacks
)

const (
	topBytes   = 8 // copied from the stack pointer on
	sampleType = unix.PERF_SAMPLE_IP | unix.PERF_SAMPLE_TID | unix.PERF_SAMPLE_TIME |
		unix.PERF_SAMPLE_CALLCHAIN | unix.PERF_SAMPLE_STACK_USER
	headerSize  = 8
	trailerSize = 16 // pid, tid and time, at the end of all records but samples
)

// decoder turns records of the kernel into a Recording.
type decoder struct {
	rec    *Recording
	shift  int64                     // ns to add to the times of records
	callee func(after uint64) uint64 // see image.callee
	calls  map[uint64]uint64         // what it returned
	stacks map[string]int32          // call chain with Beside, as bytes
	key    []byte
	pcs    int // in all stacks
}

func newDecoder(rec *Recording, callee func(uint64) uint64) *decoder {
	return &decoder{rec: rec, callee: callee, calls: map[uint64]uint64{}, stacks: map[string]int32{}}
}

// decode takes whole records. What they cannot be is counted as lost.
func (d *decoder) decode(b []byte) {
	for len(b) >= headerSize {
		kind := binary.NativeEndian.Uint32(b)
		misc, size := binary.NativeEndian.Uint16(b[4:]), int(binary.NativeEndian.Uint16(b[6:]))
		if size < headerSize || size > len(b) {
			d.rec.Lost++
			return
		}
		d.record(kind, misc, b[headerSize:size])
		b = b[size:]
	}
}

func (d *decoder) record(kind uint32, misc uint16, body []byte) {
	switch kind {
	case unix.PERF_RECORD_SAMPLE:
		d.sample(body)
	case unix.PERF_RECORD_SWITCH:
		d.change(misc, body)
	case unix.PERF_RECORD_LOST:
		if len(body) >= 16 { // id, number
			d.rec.Lost += binary.NativeEndian.Uint64(body[8:])
		}
	case unix.PERF_RECORD_LOST_SAMPLES:
		if len(body) >= 8 {
			d.rec.Lost += binary.NativeEndian.Uint64(body)
		}
	case unix.PERF_RECORD_THROTTLE:
		d.rec.Throttled++
	case unix.PERF_RECORD_COMM:
		d.named(misc, body)
	}
}

// named notes the first exec: a thread got a new name by it and not by request.
func (d *decoder) named(misc uint16, body []byte) {
	_, at, ok := d.trailer(body)
	if ok && misc&unix.PERF_RECORD_MISC_COMM_EXEC != 0 && (d.rec.Replaced == 0 || at < d.rec.Replaced) {
		d.rec.Replaced = at
	}
}

// trailer returns the thread and the instant of a record of our process that is not a sample.
func (d *decoder) trailer(body []byte) (tid int32, at int64, ok bool) {
	if len(body) < trailerSize {
		return 0, 0, false
	}
	body = body[len(body)-trailerSize:]
	ok = int(binary.NativeEndian.Uint32(body)) == d.rec.PID
	return int32(binary.NativeEndian.Uint32(body[4:])), d.time(body[8:]), ok
}

func (d *decoder) time(b []byte) int64 { return int64(binary.NativeEndian.Uint64(b)) + d.shift }

func (d *decoder) change(misc uint16, body []byte) {
	tid, at, ok := d.trailer(body)
	if !ok {
		return
	}
	if len(d.rec.Switches) >= maxRecords {
		d.rec.Lost++
		return
	}
	d.rec.Switches = append(d.rec.Switches, Switch{
		Time:      at,
		TID:       tid,
		Out:       misc&unix.PERF_RECORD_MISC_SWITCH_OUT != 0,
		Preempted: misc&unix.PERF_RECORD_MISC_SWITCH_OUT_PREEMPT != 0,
	})
}

// sample reads address, pid, tid, time, the number of chain entries and these, then the bytes of
// the stack, before them how many and behind how many of them are valid.
func (d *decoder) sample(b []byte) {
	const fixed = 32
	if len(b) < fixed {
		d.rec.Lost++
		return
	}
	if int(binary.NativeEndian.Uint32(b[8:])) != d.rec.PID {
		return // a child
	}
	ip, n := b[:8], binary.NativeEndian.Uint64(b[24:])
	if n > uint64(len(b)-fixed)/8 || len(d.rec.Samples) >= maxRecords {
		d.rec.Lost++
		return
	}
	chain, rest := userPart(b[fixed:fixed+8*n]), b[fixed+8*n:]
	if len(chain) == 0 {
		chain = ip
	}
	stack, ok := d.stack(chain, top(rest))
	if !ok {
		d.rec.Lost++
		return
	}
	d.rec.Samples = append(d.rec.Samples, Sample{
		Time:  d.time(b[16:]),
		TID:   int32(binary.NativeEndian.Uint32(b[12:])),
		Stack: stack,
	})
}

// userPart leaves out the marks in a call chain that say what the next entries are: the event asks
// for user entries only.
func userPart(chain []byte) []byte {
	const marks = ^uint64(4094) // PERF_CONTEXT_MAX, -4095: no address of a process
	for len(chain) >= 8 && binary.NativeEndian.Uint64(chain) >= marks {
		chain = chain[8:]
	}
	for i := 0; i < len(chain); i += 8 {
		if binary.NativeEndian.Uint64(chain[i:]) >= marks {
			return chain[:i]
		}
	}
	return chain
}

// top returns the word at the stack pointer, 0 if it was not copied.
func top(b []byte) uint64 {
	if len(b) < 8+topBytes+8 || binary.NativeEndian.Uint64(b) != topBytes ||
		binary.NativeEndian.Uint64(b[8+topBytes:]) != topBytes {
		return 0
	}
	return binary.NativeEndian.Uint64(b[8:])
}

// stack returns the index of a call chain, the same for equal ones.
func (d *decoder) stack(chain []byte, top uint64) (int32, bool) {
	beside, callee := d.beside(chain, top)
	d.key = binary.NativeEndian.AppendUint64(append(d.key[:0], chain...), beside)
	if i, ok := d.stacks[string(d.key)]; ok {
		return i, true
	}
	if d.pcs += len(chain) / 8; d.pcs > maxPCs {
		return 0, false
	}
	s := Stack{PCs: make([]uint64, len(chain)/8), Beside: beside, Callee: callee}
	for i := range s.PCs {
		s.PCs[i] = binary.NativeEndian.Uint64(chain[8*i:])
	}
	i := int32(len(d.rec.Stacks))
	d.rec.Stacks = append(d.rec.Stacks, s)
	d.stacks[string(d.key)] = i
	return i, true
}

// beside returns top if it looks like the return address of the innermost function: the code before
// it calls one that begins before the instruction, closer than what the next entry's code calls.
// Which function it is, symbols will tell.
func (d *decoder) beside(chain []byte, top uint64) (address, callee uint64) {
	callee = d.call(top)
	pc := binary.NativeEndian.Uint64(chain)
	if callee == 0 || callee > pc {
		return 0, 0
	}
	if len(chain) >= 16 {
		next := binary.NativeEndian.Uint64(chain[8:])
		if other := d.call(next); top == next || (other >= callee && other <= pc) {
			return 0, 0
		}
	}
	return top, callee
}

// call is callee, asked once for each address as long as these are few: any word may lie at a stack
// pointer.
func (d *decoder) call(after uint64) uint64 {
	if after < 4096 { // no code lies there
		return 0
	}
	if callee, ok := d.calls[after]; ok {
		return callee
	}
	callee := d.callee(after)
	if len(d.calls) < 1<<16 {
		d.calls[after] = callee
	}
	return callee
}

// finish puts the records of all CPUs in order and drops samples of another program.
func (d *decoder) finish() *Recording {
	r := d.rec
	slices.SortStableFunc(r.Samples, func(a, b Sample) int { return cmp.Compare(a.Time, b.Time) })
	slices.SortStableFunc(r.Switches, func(a, b Switch) int { return cmp.Compare(a.Time, b.Time) })
	if r.Replaced != 0 {
		i := slices.IndexFunc(r.Samples, func(s Sample) bool { return s.Time >= r.Replaced })
		if i >= 0 {
			r.Samples = r.Samples[:i]
		}
	}
	return r
}
