package perf

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"math"
	"strings"
	"syscall"
	"testing"

	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/google/go-cmp/cmp"
)

// symbols names two functions: main.leaf at 0x100, into which main.small is inlined from 0x110 on,
// and main.main at 0x200. Both are 0x100 long.
func symbols(pc uint64) []timeline.Frame {
	switch {
	case pc >= 0x110 && pc < 0x200:
		return []timeline.Frame{
			{Func: "main.small", File: "small.go", Line: 3, PC: pc}, {Func: "main.leaf", File: "a\tb.go", Line: 7, PC: pc},
		}
	case pc >= 0x100 && pc < 0x200:
		return []timeline.Frame{{Func: "main.leaf", File: "a\tb.go", Line: 5, PC: pc}}
	case pc >= 0x200 && pc < 0x300:
		return []timeline.Frame{{Func: "main.main", File: "main.go", Line: int(pc - 0x200), PC: pc}}
	}
	return nil
}

const bias = 0x5000

func recording() *Recording {
	return &Recording{
		Hz: 10_000, PID: 77, Bias: bias, Lost: math.MaxInt64, Throttled: 1, Replaced: 950,
		Stacks: []Stack{
			{PCs: []uint64{bias + 0x120, bias + 0x210}},
			{PCs: []uint64{0x7fff_0000, bias + 0x210}},
			{PCs: []uint64{bias + 0x104, bias + 0x280}, Beside: bias + 0x220, Callee: bias + 0x100},
			{PCs: []uint64{bias + 0x104}, Beside: bias + 0x220, Callee: bias + 0x100},
			{PCs: []uint64{bias + 0x204, bias + 0x280}, Beside: bias + 0x220, Callee: bias + 0x100},
		},
		Samples: []Sample{
			{Time: 500, TID: 77, Stack: 0}, {Time: 600, TID: 78, Stack: 1}, {Time: 600, TID: 77, Stack: 2},
			{Time: 610, TID: 77, Stack: 3}, {Time: 620, TID: 77, Stack: 4}, {Time: 630, TID: 77, Stack: 0},
		},
		Switches: []Switch{
			{Time: 450, TID: 77}, {Time: 700, TID: 77, Out: true}, {Time: 701, TID: 78, Out: true, Preempted: true},
		},
	}
}

func written(t testing.TB, r *Recording) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b, symbols); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteAndRead(t *testing.T) {
	p, err := Read(string(written(t, recording())))
	if err != nil {
		t.Fatal(err)
	}
	main := func(line int) timeline.Frame {
		return timeline.Frame{Func: "main.main", File: "main.go", Line: line, PC: 0x200 + uint64(line)}
	}
	leaf := timeline.Frame{Func: "main.leaf", File: "a b.go", Line: 5, PC: 0x104}
	want := [][]timeline.Frame{
		{{Func: "main.small", File: "small.go", Line: 3, PC: 0x120}, {Func: "main.leaf", File: "a b.go", Line: 7, PC: 0x120}, main(0x0f)},
		{{PC: 0x7fff_0000}, main(0x0f)},
		{leaf, main(0x1f), main(0x7f)},
		{leaf, main(0x1f)},
		{main(4), main(0x7f)}, // what lies at the stack pointer is a call of another function
	}
	want = append(want, want[0])
	var got [][]timeline.Frame
	for _, s := range p.Samples {
		var frames []timeline.Frame
		for _, f := range s.Stack.Frames() {
			frames = append(frames, f.Frame)
		}
		got = append(got, frames)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("stacks (-want +got):\n%s", d)
	}
	if d := cmp.Diff(recording().Switches, p.Switches); d != "" {
		t.Errorf("switches (-want +got):\n%s", d)
	}
	for i, s := range recording().Samples {
		if g := p.Samples[i]; g.Time != s.Time || p.Threads[i] != s.TID {
			t.Errorf("sample %d = %+v, want %+v", i, g, s)
		}
	}
	if first, last := p.Samples[0].Stack, p.Samples[5].Stack; first != last {
		t.Errorf("one stack became two: %p, %p", first, last)
	}
	if p.Hz != 10_000 || p.PID != 77 || p.Lost != math.MaxInt64 || p.Throttled != 1 || p.Replaced != 950 {
		t.Errorf("profile %+v", p)
	}
}

func TestReadErrors(t *testing.T) {
	whole := string(written(t, recording()))
	tests := []struct{ name, text, want string }{
		{"empty", "", `is not "cupel-perf`},
		{"other file", "cupel-agent\t1\n", `is not "cupel-perf`},
		{"cut", strings.TrimSuffix(whole, "end\n"), io.ErrUnexpectedEOF.Error()},
		{"stack not given", header + "\nsample\t1\t2\t0\nend\n", "line 2: a stack that was not given"},
		{"frame not given", header + "\nstack\t0\nend\n", "line 2: a frame that was not given"},
		{"no frame", header + "\nstack\nend\n", "line 2:"},
		{"too few fields", header + "\nin\t1\nend\n", "too few fields"},
		{"time overflows", header + "\nin\t9223372036854775807\t1\nin\t1\t1\nend\n", `line 3: "1" is not a number up to 0`},
		{"64 bits overflow", header + "\nlost\t18446744073709551616\nend\n", "is not a number up to"},
		{"negative", header + "\nlost\t-1\nend\n", "is not a number up to"},
		{"empty number", header + "\nin\t\t1\nend\n", `"" is not a number`},
		{"deep", header + "\nframe\t0\t0\tf\tg\nstack" + strings.Repeat("\t0", 4097) + "\nend\n", "more than 4096"},
		{"no rate", header + "\nend\n", "0 per second"},
		{"rate of another kind", header + "\nhz\t2147483647\nend\n", "2147483647 per second"},
		{"long line", header + "\nnote\t" + strings.Repeat("x", 1<<20) + "\nend\n", "too long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read = %v, want %q", err, tt.want)
			}
		})
	}
}

// Records of later versions are skipped.
func TestReadUnknown(t *testing.T) {
	p, err := Read(header + "\nhz\t7\tmore\nweather\tfine\nin\t1\t2\t3\nend\n")
	if err != nil || p.Hz != 7 || len(p.Switches) != 1 {
		t.Errorf("Read = %+v, %v", p, err)
	}
}

// FuzzRead wants an error or a profile that can be looked at, and never a panic.
func FuzzRead(f *testing.F) {
	f.Add(written(f, recording()))
	f.Add(written(f, &Recording{}))
	f.Add([]byte(header + "\nlost\t18446744073709551615\nframe\t1\t2\tf\t\nstack\t0\nsample\t18446744073709551615\t1\t0\nend\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(string(data))
		if err != nil {
			return
		}
		last := int64(0)
		for _, s := range p.Samples {
			if s.Time < last || len(s.Stack.Frames()) == 0 {
				t.Fatalf("sample %+v after %d", s, last)
			}
			last = s.Time
		}
	})
}

func TestExplain(t *testing.T) {
	tests := []struct {
		name  string
		err   error
		c     circumstances
		want  string
		cause error
	}{
		{"fine", nil, circumstances{}, "", nil},
		{"paranoid", syscall.EACCES, circumstances{paranoid: 3}, "permission denied (kernel.perf_event_paranoid is 3); " +
			"sysctl kernel.perf_event_paranoid=2 or CAP_PERFMON", fs.ErrPermission},
		{"container", syscall.EPERM, circumstances{paranoid: 2, seccomp: true}, "seccomp", fs.ErrPermission},
		{"other user", syscall.EACCES, circumstances{paranoid: 2}, "same user", fs.ErrPermission},
		{"no events", syscall.ENOSYS, circumstances{}, "built without", errors.ErrUnsupported},
		{"other", syscall.ESRCH, circumstances{paranoid: 4}, "no such process", syscall.ESRCH},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := explain(tt.err, tt.c)
			if tt.err == nil {
				if err != nil {
					t.Errorf("explain(nil) = %v", err)
				}
				return
			}
			if !strings.HasPrefix(err.Error(), "perf_event_open: ") || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, tt.cause) {
				t.Errorf("explain(%v, %+v) = %q, want %q wrapping %v", tt.err, tt.c, err, tt.want, tt.cause)
			}
		})
	}
}

// BenchmarkRead reads a second of one CPU at 10 kHz with 2000 stacks of 20 frames.
func BenchmarkRead(b *testing.B) {
	r := &Recording{Hz: 10_000, PID: 77, Bias: bias}
	for i := range uint64(2000) {
		s := Stack{PCs: []uint64{bias + 0x110 + i%0xf0}}
		for range 19 {
			s.PCs = append(s.PCs, bias+0x201+i%0xf0)
		}
		r.Stacks = append(r.Stacks, s)
	}
	for i := range int32(10_000) {
		r.Samples = append(r.Samples, Sample{Time: 1e9 + int64(i)*100_000, TID: 77 + i%8, Stack: i % 2000})
	}
	file := string(written(b, r))
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(file); err != nil {
			b.Fatal(err)
		}
	}
}
