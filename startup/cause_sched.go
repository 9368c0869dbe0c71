package startup

import "github.com/cupelgo/cupel/internal/finding"

var schedulerDelay = cause{
	Rule: finding.Rule{
		Name:  "scheduler-delay",
		Title: "is ready to run, but waits for a processor",
		Class: "sched",
		Doc: "Goroutines on the path could run and had no turn: other goroutines or other processes " +
			"used the processors, or the cgroup gives fewer CPUs than GOMAXPROCS.",
		Do: "start less work side by side before ready, give the container more CPU, and measure on a " +
			"quieter machine to see what remains",
		Before:  `for _, s := range all { go s.WarmUp() }`,
		After:   `g.SetLimit(runtime.GOMAXPROCS(0) - 1) // leave one for the path`,
		Sources: []string{"https://pkg.go.dev/golang.org/x/sync/errgroup#Group.SetLimit", "https://go.dev/blog/container-aware-gomaxprocs"},
	},
}

var cpuStarvation = cause{
	Rule: finding.Rule{
		Name:  "cpu-starvation",
		Title: "runs, but the kernel gives the CPU to others",
		Class: "throttle",
		Doc: "The path ran and its thread could have gone on, but other threads or processes had the CPU, or " +
			"the cgroup had used up its quota.",
		Do: "measure on a quieter machine to see what remains; give the container more CPU, or set GOMAXPROCS " +
			"to what its quota allows",
		Before:  `resources: {limits: {cpu: 500m}}`,
		After:   `resources: {requests: {cpu: 2}, limits: {cpu: 2}}`,
		Sources: []string{"https://docs.kernel.org/scheduler/sched-bwc.html", "https://go.dev/blog/container-aware-gomaxprocs"},
	},
}
