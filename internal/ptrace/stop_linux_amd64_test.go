package ptrace

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func pidsIn(t *testing.T, out string) (pids []int) {
	t.Helper()
	for _, s := range strings.Fields(out) {
		pid, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("the program wrote %q", out)
		}
		pids = append(pids, pid)
	}
	return pids
}

// switches returns how often the first thread of a process has given up its CPU to wait.
func switches(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	return field(status, "\nvoluntary_ctxt_switches:\t")
}

func TestSignals(t *testing.T) {
	paused := 0
	out, state := trace(t, &Tracer{Paused: func(*Thread) { paused++ }}, "signals", "200")
	if out != "200 0\n" || !state.Success() {
		t.Errorf("the program wrote %q, %v", out, state)
	}
	if paused < 2*200 {
		t.Errorf("paused %d times, want it at each of %d signals", paused, 2*200)
	}
}

// A SIGTRAP of the program's own is none of a breakpoint, even beside them.
func TestOwnTrap(t *testing.T) {
	var f family
	out, state := trace(t, f.watch(t, "pulse"), "trap")
	status, _ := state.Sys().(unix.WaitStatus)
	if !strings.HasPrefix(out, "trapped\n") || state.Success() || state.ExitCode() != 2 {
		t.Errorf("the program wrote %q, %v (%#x); want it ended by its int3", out, state, status)
	}
}

// What stops itself goes on, since nobody else could let it.
func TestStopSignals(t *testing.T) {
	var f family
	out, state := trace(t, f.watch(t, "pulse"), "stop", "20")
	if out != "went on\n" || !state.Success() {
		t.Errorf("the program wrote %q, %v", out, state)
	}
}

func TestThreads(t *testing.T) {
	hits, exits, paused := 0, 0, 0
	tracer := &Tracer{
		Exec: func(p *Process) {
			set(t, p, push(t, "pulse"), &Breakpoint{Hit: func(*Thread) { hits++ }})
		},
		Exit:   func(*Thread, int) { exits++ },
		Paused: func(*Thread) { paused++ },
	}
	if _, state := trace(t, tracer, "threads", "400"); !state.Success() {
		t.Error(state)
	}
	if hits != 400 || exits < 400 || paused < 400 {
		t.Errorf("%d hits, %d exits, paused %d times; want 400 or more of each", hits, exits, paused)
	}
	if len(tracer.threads) > 0 || len(tracer.processes) > 0 || len(tracer.held) > 0 {
		t.Errorf("known at the end: %v %v %v", tracer.threads, tracer.processes, tracer.held)
	}
}

// A program can be killed at any time, with its descendants and without.
func TestKilled(t *testing.T) {
	for _, tt := range []struct{ name, a, b string }{
		{"pulses", "1000000", "8"},
		{"vfork", "1000", ""},
		{"threads", "1000000", ""},
		{"fork", "1000000", ""},
		{"become", "1000000", ""},
		{"parent", "3", "1000"},
	} {
		for i := range 8 {
			t.Run(tt.name, func(t *testing.T) {
				f := family{doomed: true}
				tracer := f.watch(t, "pulse", "first")
				tracer.Ended = nil
				r := start(t, tracer, tt.name, tt.a, tt.b)
				time.Sleep(time.Duration(i*i) * time.Millisecond)
				target := r.pid
				if i%2 == 1 {
					target = -r.pid
				}
				unix.Kill(target, unix.SIGKILL)
				r.end()
				if status, _ := r.state.Sys().(interface{ Signaled() bool }); !status.Signaled() {
					t.Errorf("the program ended with %v", r.state)
				}
				unix.Kill(-r.pid, unix.SIGKILL) // descendants
			})
		}
	}
}

func TestKilledAtItsExec(t *testing.T) {
	tracer := &Tracer{Exec: func(p *Process) {
		unix.Kill(p.PID, unix.SIGKILL)
		p.Break(address(t, "first"), &Breakpoint{Once: true})
	}}
	if _, state := trace(t, tracer, "first"); state.Success() {
		t.Error(state)
	}
}

// A thread that runs is sampled where it runs.
func TestTick(t *testing.T) {
	samples := map[int]int{}
	var odd []string
	tracer := &Tracer{Sample: func(th *Thread) {
		samples[th.TID]++
		if r, err := th.Regs(); err != nil || r.Rip == 0 || th.Seen == 0 {
			odd = append(odd, fmt.Sprint(err, r.Rip, th.Seen))
		}
	}}
	r := start(t, tracer, "spin")
	for len(running(r.pid)) == 0 {
		time.Sleep(time.Millisecond)
	}
	for range 300 {
		for _, tid := range running(r.pid) {
			if err := tracer.Tick(tid); err != nil && !strings.Contains(err.Error(), "no such process") {
				t.Error(err)
			}
		}
		time.Sleep(time.Millisecond)
	}
	out := r.rest()
	most := 0
	for _, n := range samples {
		most = max(most, n)
	}
	if most < 20 || most > 300 || out != "begun\n" || !r.state.Success() || len(odd) > 0 {
		t.Errorf("samples by thread %v, the program wrote %q, %v; %q", samples, out, r.state, odd)
	}
	if err := tracer.Tick(r.pid); err == nil {
		t.Error("Tick after the end")
	}
}

// Threads that sleep and read are sampled and do not notice it.
func TestTickAtRest(t *testing.T) {
	samples := 0
	tracer := &Tracer{Sample: func(*Thread) { samples++ }}
	r := start(t, tracer, "rest")
	for begin := time.Now(); time.Since(begin) < 400*time.Millisecond; time.Sleep(time.Millisecond) {
		for _, tid := range tids(r.pid) {
			tracer.Tick(tid)
		}
	}
	if _, err := r.in.Write([]byte{1}); err != nil {
		t.Error(err)
	}
	lines := strings.Split(r.rest(), "\n")
	slices.Sort(lines)
	if want := []string{"", "read 1 <nil>", "slept <nil> true"}; !slices.Equal(lines, want) {
		t.Errorf("the program wrote %q, want %q", lines, want)
	}
	if samples < 10 || !r.state.Success() {
		t.Errorf("%d samples, %v", samples, r.state)
	}
}

func tids(pid int) (all []int) {
	entries, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, e := range entries {
		tid, _ := strconv.Atoi(e.Name())
		all = append(all, tid)
	}
	return all
}

// running returns the threads of a process that run.
func running(pid int) (all []int) {
	for _, tid := range tids(pid) {
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/stat", pid, tid))
		if _, rest, _ := strings.Cut(string(stat), ") "); strings.HasPrefix(rest, "R") {
			all = append(all, tid)
		}
	}
	return all
}
