package perf

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

const testPID = 77

// record lays out a record as the kernel does.
func record(kind uint32, misc uint16, body ...uint64) []byte {
	b := binary.NativeEndian.AppendUint32(nil, kind)
	b = binary.NativeEndian.AppendUint16(b, misc)
	b = binary.NativeEndian.AppendUint16(b, uint16(headerSize+8*len(body)))
	for _, w := range body {
		b = binary.NativeEndian.AppendUint64(b, w)
	}
	return b
}

// thread is the word of a process and one of its threads; little-endian, as all that run here.
func thread(pid, tid uint64) uint64 { return pid | tid<<32 }

func sampleRecord(pid, tid, at uint64, top uint64, chain ...uint64) []byte {
	body := append([]uint64{chain[len(chain)-1], thread(pid, tid), at, uint64(len(chain))}, chain...)
	return record(unix.PERF_RECORD_SAMPLE, 2, append(body, topBytes, top, topBytes)...)
}

const userMark = ^uint64(511) // PERF_CONTEXT_USER, -512

// records are those of a process whose leaf at 0x1100 to 0x1200 is called at 0x2010 and 0x2030.
func records() []byte {
	return slices.Concat(
		sampleRecord(testPID, 77, 300, 0xc000_1234, userMark, 0x2040, 0x3000),
		sampleRecord(testPID, 78, 200, 0x2015, userMark, 0x1108, 0x3000), // hides its caller
		sampleRecord(testPID, 78, 210, 0x2015, userMark, 0x1108, 0x3000),
		sampleRecord(testPID, 78, 220, 0x2015, userMark, 0x1108, 0x2035),         // does not
		sampleRecord(testPID, 78, 230, 0x2015, userMark, 0x1008, 0x3000),         // lies before what is called
		sampleRecord(testPID, 78, 240, 0x2015, userMark, 0x1108),                 // no caller is known
		sampleRecord(testPID, 78, 250, 0x2015, userMark, 0x1108, 0x2015, 0x3000), // known
		sampleRecord(12, 12, 100, 0, userMark, 0x9000),
		record(unix.PERF_RECORD_SWITCH, 0, thread(testPID, 78), 190),
		record(unix.PERF_RECORD_SWITCH, unix.PERF_RECORD_MISC_SWITCH_OUT, thread(testPID, 77), 180),
		record(unix.PERF_RECORD_SWITCH, unix.PERF_RECORD_MISC_SWITCH_OUT|unix.PERF_RECORD_MISC_SWITCH_OUT_PREEMPT,
			thread(testPID, 77), 310),
		record(unix.PERF_RECORD_SWITCH, 0, thread(12, 12), 195),
		record(unix.PERF_RECORD_LOST, 0, 1, 5, thread(testPID, 77), 320),
		record(unix.PERF_RECORD_LOST_SAMPLES, 0, 2, thread(testPID, 77), 320),
		record(unix.PERF_RECORD_THROTTLE, 0, 330, 1, 1, thread(testPID, 77), 330),
		record(unix.PERF_RECORD_COMM, 0, thread(testPID, 77), 0x6d6d6f63, thread(testPID, 77), 340),
		record(4711, 0, 1, 2, 3),
	)
}

func testCallee(after uint64) uint64 {
	return map[uint64]uint64{0x2015: 0x1100, 0x2035: 0x1100, 0x3000: 0x2000}[after]
}

func TestDecode(t *testing.T) {
	d := newDecoder(&Recording{PID: testPID}, testCallee)
	d.decode(records())
	want := &Recording{
		PID: testPID, Lost: 7, Throttled: 1,
		Samples: []Sample{{200, 78, 1}, {210, 78, 1}, {220, 78, 2}, {230, 78, 3}, {240, 78, 4}, {250, 78, 5}, {300, 77, 0}},
		Switches: []Switch{
			{Time: 180, TID: 77, Out: true}, {Time: 190, TID: 78}, {Time: 310, TID: 77, Out: true, Preempted: true},
		},
		Stacks: []Stack{
			{PCs: []uint64{0x2040, 0x3000}},
			{PCs: []uint64{0x1108, 0x3000}, Beside: 0x2015, Callee: 0x1100},
			{PCs: []uint64{0x1108, 0x2035}},
			{PCs: []uint64{0x1008, 0x3000}},
			{PCs: []uint64{0x1108}, Beside: 0x2015, Callee: 0x1100},
			{PCs: []uint64{0x1108, 0x2015, 0x3000}},
		},
	}
	if diff := cmp.Diff(want, d.finish()); diff != "" {
		t.Errorf("recording (-want +got):\n%s", diff)
	}
}

func TestDecodeReplaced(t *testing.T) {
	d := newDecoder(&Recording{PID: testPID}, testCallee)
	d.decode(records())
	d.decode(record(unix.PERF_RECORD_COMM, unix.PERF_RECORD_MISC_COMM_EXEC, thread(12, 12), 0, thread(12, 12), 1))
	d.decode(record(unix.PERF_RECORD_COMM, unix.PERF_RECORD_MISC_COMM_EXEC, thread(testPID, 77), 0, thread(testPID, 77), 215))
	r := d.finish()
	if r.Replaced != 215 || len(r.Samples) != 2 || r.Samples[1].Time != 210 {
		t.Errorf("replaced at %d, samples %v; want 215, those of 200 and 210", r.Replaced, r.Samples)
	}
}

// FuzzDecode wants samples whose stacks exist, in order, and never a panic.
func FuzzDecode(f *testing.F) {
	f.Add(records())
	f.Add(records()[:101])
	f.Add(sampleRecord(testPID, 1, 1, 0, userMark))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := newDecoder(&Recording{PID: testPID}, testCallee)
		d.decode(data)
		r := d.finish()
		for i, s := range r.Samples {
			if i > 0 && s.Time < r.Samples[i-1].Time || len(r.Stacks[s.Stack].PCs) == 0 {
				t.Fatalf("sample %d %+v of stack %+v", i, s, r.Stacks[s.Stack])
			}
		}
	})
}
