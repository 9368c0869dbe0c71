package probe

// points is the table of all points. Arguments come in the registers %rax, %rbx, %rcx, %rdi; %r14 holds
// the goroutine, which is that of the scheduler's stack where a function runs there.
var points = []point{
	{"runtime.newproc1", true, false, (*Watch).created},
	{"runtime.execute", true, false, (*Watch).run},
	{"runtime.gopark", true, false, (*Watch).parked},
	{"runtime.ready", true, false, (*Watch).readied},
	{"runtime.goschedImpl", false, false, (*Watch).yielded},
	{"runtime.goexit0", false, false, (*Watch).ended},
	{"runtime.reentersyscall", false, true, (*Watch).entered},
	{"runtime.exitsyscall", false, true, (*Watch).returned},
	{"runtime.stopTheWorldWithSema", false, false, (*Watch).stopped},
	{"runtime.startTheWorldWithSema", false, false, (*Watch).started},
	{"runtime.gcStart", false, false, (*Watch).marking},
	{"runtime.gcMarkTermination", false, false, (*Watch).marked},
}
