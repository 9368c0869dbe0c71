package startup

import (
	"testing"

	"github.com/cupelgo/cupel/internal/timeline"
)

func stackOf(funcs ...string) *timeline.Stack {
	var frames []timeline.Frame
	for i, f := range funcs {
		frames = append(frames, timeline.Frame{Func: f, File: "x.go", Line: i + 1})
	}
	return timeline.NewStack(frames...)
}

// callers numbers lines from the outermost function on: stacks with the same callers agree in them.
func callers(funcs ...string) *timeline.Stack {
	var frames []timeline.Frame
	for i, f := range funcs {
		frames = append(frames, timeline.Frame{Func: f, File: "x.go", Line: len(funcs) - i})
	}
	return timeline.NewStack(frames...)
}

// ran is a piece of running with what was on the stack before, at its end, and when samples were taken.
func ran(before, end *timeline.Stack, samples ...*timeline.Stack) timeline.Piece {
	p := timeline.Piece{State: timeline.Running, Kind: timeline.Program, Before: before, Stack: end}
	for _, st := range samples {
		p.Samples = append(p.Samples, timeline.Sample{Stack: st})
	}
	return p
}

func TestClassify(t *testing.T) {
	program := func(s timeline.State, reason string, stack ...string) timeline.Piece {
		return timeline.Piece{State: s, Reason: reason, Kind: timeline.Program, Stack: stackOf(stack...)}
	}
	for _, c := range []struct {
		name  string
		piece timeline.Piece
		want  class
	}{
		{"nothing known", timeline.Piece{}, classNone},
		{"tracer", timeline.Piece{Kind: timeline.TracerStart}, classTracer},
		{"collector", timeline.Piece{Kind: timeline.GC, State: timeline.Waiting}, classGC},
		{"running", program(timeline.Running, "", "main.main"), classCPU},
		{"running runtime.GC", ran(callers("runtime.gcStart", "runtime.GC", "main.main"),
			callers("runtime.gcMarkDone", "runtime.GC", "main.main")), classGC},
		{"sampled in runtime.GC", ran(callers("runtime.gcStart", "runtime.GC", "main.main"),
			callers("runtime.gcStart", "runtime.GC", "main.main"), callers("runtime.gcDrain", "runtime.GC", "main.main")), classGC},
		{"computing between two runtime.GC of a loop", ran(callers("runtime.gcStart", "runtime.GC", "main.main"),
			callers("runtime.gcStart", "runtime.GC", "main.main"), callers("runtime.GC", "main.main"), callers("main.build", "main.main")), classCPU},
		{"computing until a collection", ran(callers("syscall.Read", "main.load", "main.main"),
			callers("runtime.gcStart", "runtime.mallocgc", "main.parse", "main.main")), classCPU},
		{"computing from one collection to the next", ran(callers("runtime.gcStart", "runtime.mallocgc", "main.load", "main.main"),
			callers("runtime.gcStart", "runtime.mallocgc", "main.parse", "main.main")), classCPU},
		{"computing since nobody knows when", ran(nil,
			callers("runtime.gcStart", "runtime.mallocgc", "main.main")), classCPU},
		{"runnable", program(timeline.Runnable, ""), classSched},
		{"giving way in the middle of runtime.GC", program(timeline.Runnable, "", "runtime.Gosched", "runtime.GC", "main.main"), classGC},
		{"sleep", program(timeline.Waiting, "sleep", "time.Sleep"), classSleep},
		{"timer channel", program(timeline.Waiting, "select", "main.main"), classSleep},
		{"next address", program(timeline.Waiting, "select", "net.(*sysDialer).dialParallel", "main.main"), classNetwork},
		{"socket", program(timeline.Waiting, "network", "internal/poll.(*FD).Read", "net.(*conn).Read"), classNetwork},
		{"dns", program(timeline.Waiting, "network", "net.(*conn).Read", "net.(*Resolver).exchange"), classDNS},
		{"pipe", program(timeline.Waiting, "network", "internal/poll.(*FD).Read", "os.(*File).Read"), classFile},
		{"child's output", program(timeline.Waiting, "network", "os.(*File).Read", "os/exec.(*Cmd).Output"), classSubprocess},
		{"mutex without holder", program(timeline.Waiting, "sync", "sync.(*Mutex).Lock"), classLock},
		{"wait4", program(timeline.Syscall, "", "syscall.wait4", "os.(*Process).Wait"), classSubprocess},
		{"flock", program(timeline.Syscall, "", "syscall.Flock", "main.main"), classFileLock},
		{"fsync", program(timeline.Syscall, "", "syscall.Fsync", "os.(*File).Sync"), classFile},
		{"cgo", program(timeline.Syscall, "", "main._Cfunc_f", "main.main"), classCgo},
		{"getaddrinfo", program(timeline.Syscall, "", "runtime.cgocall", "net._C_getaddrinfo"), classDNS},
		{"connect", program(timeline.Syscall, "", "syscall.connect", "net.(*netFD).connect"), classNetwork},
		{"other call", program(timeline.Syscall, "", "syscall.Getpid", "main.main"), classCPU},
		{"third-party name", program(timeline.Syscall, "", "example.com/net.Dial", "example.com/os.Open"), classCPU},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := newClassifier(new(timeline.Timeline)).classify(&c.piece); got != c.want {
				t.Errorf("classify(%+v) = %q, want %q", c.piece, got, c.want)
			}
		})
	}
}

// TestAbsorb: delays in the middle of a long computation belong to it, a shortage of processors
// does not.
func TestAbsorb(t *testing.T) {
	for _, c := range []struct {
		name      string
		delay     int64
		wantRules []string
	}{
		{"preempted now and then", 20e6, []string{"cpu-on-path"}},
		{"starved", 60e6, []string{"cpu-on-path", "scheduler-delay"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := []*slice{
				{From: 0, To: 100e6, Phase: phaseMain, Class: classCPU},
				{From: 100e6, To: 100e6 + c.delay, Phase: phaseMain, Class: classSched},
			}
			cpu := &group{cause: &cpuOnPath, slices: []*slice{path[0]}}
			delays := &group{cause: &schedulerDelay, slices: []*slice{path[1]}}
			var got []string
			for _, g := range absorb([]*group{cpu, delays}, path) {
				got = append(got, g.cause.Name)
			}
			if len(got) != len(c.wantRules) || got[len(got)-1] != c.wantRules[len(got)-1] {
				t.Errorf("absorb left %v, want %v", got, c.wantRules)
			}
		})
	}
}
