package ptrace

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// Each function is told once, in the order in which they are called.
func TestOnce(t *testing.T) {
	var got []string
	var seen []int64
	tracer := &Tracer{Exec: func(p *Process) {
		for _, name := range []string{"first", "second", "third"} {
			addr := address(t, name)
			set(t, p, addr, &Breakpoint{Once: true, Hit: func(th *Thread) {
				got = append(got, name)
				seen = append(seen, th.Seen)
				if r, err := th.Regs(); err != nil || r.Rip != addr {
					t.Errorf("%s: at %#x, %v, want %#x", name, r.Rip, err, addr)
				}
				if th.Process.PID != p.PID || th.TID == 0 {
					t.Errorf("%s: thread %d of process %d", name, th.TID, th.Process.PID)
				}
			}})
		}
	}}
	_, state := trace(t, tracer, "first")
	if want := []string{"third", "second", "first"}; !slices.Equal(got, want) || !state.Success() {
		t.Errorf("hits %q, want %q; %v", got, want, state)
	}
	if !slices.IsSorted(seen) || slices.Contains(seen, 0) {
		t.Errorf("seen at %d", seen)
	}
}

// A breakpoint that stays misses nothing and changes nothing, on many threads at once.
func TestStays(t *testing.T) {
	hits, tids := 0, map[int]bool{}
	tracer := &Tracer{Exec: func(p *Process) {
		set(t, p, push(t, "pulse"), &Breakpoint{Hit: func(th *Thread) {
			hits++
			tids[th.TID] = true
		}})
	}}
	out, state := trace(t, tracer, "pulses", "1250", "8")
	if hits != 10000 || out != "10000\n" || !state.Success() {
		t.Errorf("%d hits on %d threads, the program counted %q, %v", hits, len(tids), out, state)
	}
}

// Of threads that hit the same one at the same time, one is told and the others go on unharmed.
func TestSiblings(t *testing.T) {
	for range 20 {
		hits := 0
		tracer := &Tracer{Exec: func(p *Process) {
			set(t, p, address(t, "first"), &Breakpoint{Once: true, Hit: func(*Thread) { hits++ }})
		}}
		if _, state := trace(t, tracer, "siblings"); hits != 1 || !state.Success() {
			t.Errorf("%d hits, %v", hits, state)
		}
	}
}

func TestExitStatus(t *testing.T) {
	var leader, status int
	tracer := &Tracer{}
	tracer.Exit = func(th *Thread, s int) {
		if th.TID == th.Process.PID {
			leader++
			status = s
		}
	}
	_, state := trace(t, tracer, "exit", "7")
	if leader != 1 || unix.WaitStatus(status).ExitStatus() != 7 || state.ExitCode() != 7 {
		t.Errorf("told %d times, last status %#x; waited for %v", leader, status, state)
	}
}

func TestReadAndClear(t *testing.T) {
	hits := 0
	tracer := &Tracer{Exec: func(p *Process) {
		addr := address(t, "first")
		var before, during, after [4]byte
		p.Read(before[:], addr)
		set(t, p, addr, &Breakpoint{Once: true, Hit: func(*Thread) { hits++ }})
		p.Read(during[:], addr)
		if err := p.Clear(addr); err != nil {
			t.Error(err)
		}
		p.Read(after[:], addr)
		if before != after || during[0] != trap || before[0] == trap {
			t.Errorf("text % x, then % x, then % x", before, during, after)
		}
		if n := p.Read(before[:], 8); n != 0 {
			t.Errorf("%d bytes read at address 8", n)
		}
		if err := p.Clear(addr + 1); err != nil {
			t.Errorf("nothing to clear: %v", err)
		}
	}}
	if _, state := trace(t, tracer, "first"); hits != 0 || !state.Success() {
		t.Errorf("%d hits, %v", hits, state)
	}
}

func TestRefused(t *testing.T) {
	tracer := &Tracer{Exec: func(p *Process) {
		addr := address(t, "first") // cmp 16(%r14),%rsp
		if err := p.Break(addr, &Breakpoint{}); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("a breakpoint that stays on a comparison: %v", err)
		}
		if err := p.Break(8, &Breakpoint{Once: true}); err == nil {
			t.Error("a breakpoint without memory")
		}
	}}
	if _, state := trace(t, tracer, "first"); !state.Success() {
		t.Error(state)
	}
}

// Where the kernel refuses to write through /proc it is done by way of the thread.
func TestWithoutMem(t *testing.T) {
	hits := 0
	count := func(*Thread) { hits++ }
	tracer := &Tracer{Exec: func(p *Process) {
		p.space.refused = true
		set(t, p, address(t, "first"), &Breakpoint{Once: true, Hit: count})
		set(t, p, push(t, "pulse"), &Breakpoint{Hit: count})
	}}
	if out, _ := trace(t, tracer, "pulses", "100", "4"); hits != 400 || out != "400\n" {
		t.Errorf("%d hits, the program counted %q", hits, out)
	}
}

// Functions of old versions of Go begin with a sub.
func TestStaysOnSub(t *testing.T) {
	const times = 500
	hits := map[uint64]int{}
	count := func(th *Thread) {
		r, _ := th.Regs()
		hits[r.Rip]++
	}
	var code uint64
	tracer := &Tracer{Exec: func(p *Process) {
		set(t, p, address(t, "tell"), &Breakpoint{Once: true, Hit: func(th *Thread) {
			r, _ := th.Regs()
			code = r.Rax // the argument
			set(t, p, code, &Breakpoint{Hit: count})
			set(t, p, code+4, &Breakpoint{Hit: count})
		}})
	}}
	out, state := trace(t, tracer, "frames", strconv.Itoa(times))
	if out != "back\n" || !state.Success() || hits[code] != times || hits[code+4] != times {
		t.Errorf("hits %v from %#x on, the program wrote %q, %v", hits, code, out, state)
	}
}

func TestRelease(t *testing.T) {
	hits := 0
	tracer := &Tracer{}
	tracer.Exit = func(*Thread, int) { t.Error("Exit called after Release") }
	tracer.Exec = func(p *Process) {
		set(t, p, push(t, "pulse"), &Breakpoint{Hit: func(*Thread) {
			if hits++; hits == 100 {
				tracer.Release()
			}
		}})
	}
	out, state := trace(t, tracer, "pulses", "1000", "4")
	if hits != 100 || out != "4000\n" || !state.Success() {
		t.Errorf("%d hits, the program counted %q, %v", hits, out, state)
	}
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		code []byte
		want instruction
		ok   bool
	}{
		{[]byte{0x55}, instruction{1, 8, true, false}, true},
		{[]byte{0x48, 0x83, 0xec, 0x18}, instruction{4, 24, false, false}, true},
		{[]byte{0x48, 0x83, 0xec, 0x80}, instruction{4, ^uint64(127), false, false}, true}, // Go has it for +128
		{[]byte{0x48, 0x81, 0xec, 0, 1, 0, 0}, instruction{7, 256, false, false}, true},
		{[]byte{0x48, 0x83, 0xc4, 0x80}, instruction{4, 128, false, true}, true},
		{[]byte{0x48, 0x83, 0xc4, 0x18}, instruction{}, false}, // the end of a function
		{[]byte{0x48, 0x83, 0xec}, instruction{}, false},
		{[]byte{0x48, 0x81, 0xec, 0, 1, 0}, instruction{}, false},
		{[]byte{0x49, 0x3b, 0x66, 0x10}, instruction{}, false},
		{nil, instruction{}, false},
	} {
		if got, ok := decode(tt.code); got != tt.want || ok != tt.ok {
			t.Errorf("decode(% x) = %+v, %t, want %+v, %t", tt.code, got, ok, tt.want, tt.ok)
		}
	}
}

func TestEmulate(t *testing.T) {
	stack := map[uint64][]byte{}
	write := func(b []byte, addr uint64) error { stack[addr] = slices.Clone(b); return nil }
	r := &unix.PtraceRegs{Rip: 0x1000, Rsp: 0x8000, Rbp: 0x1234, Eflags: 0x202 | zero | carry}
	in, _ := decode([]byte{0x55})
	if err := in.emulate(r, write); err != nil {
		t.Error(err)
	}
	in, _ = decode([]byte{0x48, 0x83, 0xec, 0x18})
	if err := in.emulate(r, write); err != nil {
		t.Error(err)
	}
	want := &unix.PtraceRegs{Rip: 0x1005, Rsp: 0x7fe0, Rbp: 0x1234, Eflags: 0x202}
	if d := cmp.Diff(want, r); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[uint64][]byte{0x7ff8: {0x34, 0x12, 0, 0, 0, 0, 0, 0}}, stack); d != "" {
		t.Error(d)
	}
}

func TestFlags(t *testing.T) {
	for _, tt := range []struct{ a, b, want uint64 }{
		{0x18, 0x18, zero | parity},
		{0x10, 0x08, adjust},
		{0, 1, carry | adjust | sign | parity},
		{1 << 63, 1, overflow | adjust | parity},
		{0x7fff_ffff_ffff_ffff, ^uint64(0), carry | sign | overflow | parity},
	} {
		if got := flags(tt.a, tt.b); got != tt.want {
			t.Errorf("flags(%#x, %#x) = %#x, want %#x", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestFlagsOfAdding(t *testing.T) {
	for _, tt := range []struct{ a, b, want uint64 }{
		{0x100, ^uint64(127), carry},
		{0x80, ^uint64(127), carry | zero | parity},
		{0x18, ^uint64(127), sign},
		{1<<63 + 8, ^uint64(127), carry | overflow | parity},
		{0xf, 1, adjust},
		{0x7fff_ffff_ffff_ffff, 1, adjust | sign | overflow | parity},
	} {
		if got := flagsOfAdding(tt.a, tt.b); got != tt.want {
			t.Errorf("flagsOfAdding(%#x, %#x) = %#x, want %#x", tt.a, tt.b, got, tt.want)
		}
	}
}
