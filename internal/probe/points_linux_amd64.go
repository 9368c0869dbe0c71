package probe

import "github.com/cupelgo/cupel/internal/bpf"

// points is the table of all points. Arguments come in the registers %rax, %rbx, %rcx, %rdi; %r14 holds
// the goroutine, which is that of the scheduler's stack where a function runs there.
var points = []point{
	{"runtime.newproc1", true, false, bpf.Asks{Other: bpf.Second, Stack: bpf.LeftByOther}, (*Watch).created},
	{"runtime.execute", true, false, bpf.Asks{About: bpf.First, Birth: true}, (*Watch).run},
	{"runtime.gopark", true, false, bpf.Asks{About: bpf.Current, Stack: bpf.Here}, (*Watch).parked},
	{"runtime.ready", true, false, bpf.Asks{About: bpf.First, Other: bpf.Running, Stack: bpf.LeftByOther}, (*Watch).readied},
	{"runtime.goschedImpl", false, false, bpf.Asks{About: bpf.First, Stack: bpf.LeftByAbout}, (*Watch).yielded},
	{"runtime.goexit0", false, false, bpf.Asks{About: bpf.First}, (*Watch).ended},
	{"runtime.reentersyscall", false, true, bpf.Asks{About: bpf.Current, Stack: bpf.Here}, (*Watch).entered},
	{"runtime.exitsyscall", false, true, bpf.Asks{About: bpf.Current}, (*Watch).returned},
	{"runtime.stopTheWorldWithSema", false, false, bpf.Asks{Other: bpf.Running, Stack: bpf.LeftByOther}, (*Watch).stopped},
	{"runtime.startTheWorldWithSema", false, false, bpf.Asks{}, (*Watch).started},
	{"runtime.gcStart", false, false, bpf.Asks{About: bpf.Current, Stack: bpf.Here}, (*Watch).marking},
	{"runtime.gcMarkTermination", false, false, bpf.Asks{}, (*Watch).marked},
}
