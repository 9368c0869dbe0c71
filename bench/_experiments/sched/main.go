// Command sched runs tasks of pure computation, all handed over at once, through a limiter, and
// says how long they were runnable without running, and where they waited instead.
//
//	sched none 0 TASKS STEPS    a goroutine a task
//	sched sem  K TASKS STEPS    the same, and a channel semaphore of K × GOMAXPROCS
//	sched pool K TASKS STEPS    K × GOMAXPROCS workers that take tasks from a channel
//
// TASKS are for each P (GOMAXPROCS), so that a run takes as long on any number of cores.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "sched:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("want: none|sem|pool LIMIT TASKS STEPS")
	}
	var n [3]int
	for i := range n {
		v, err := strconv.Atoi(args[i+1])
		if err != nil || v < 0 {
			return fmt.Errorf("no number: %q", args[i+1])
		}
		n[i] = v
	}
	procs := runtime.GOMAXPROCS(0)
	limit, tasks, steps := n[0]*procs, make([]task, n[1]*procs), n[2]
	for i := range tasks {
		tasks[i] = task{seed: uint64(i + 1), steps: steps}
	}

	before, err := readBefore()
	if err != nil {
		return err
	}
	begin := time.Now()
	switch args[0] {
	case "none":
		everyTaskAtOnce(tasks, begin)
	case "sem":
		semaphore(tasks, begin, limit)
	case "pool":
		pool(tasks, begin, limit)
	default:
		return fmt.Errorf("unknown limiter %q", args[0])
	}
	after, err := readAfter()
	if err != nil {
		return err
	}
	return report(tasks, after.since(before))
}

func report(tasks []task, rt *runtimeFigures) error {
	var sum uint64
	var delays, done []float64
	var runnable, waiting float64
	least := tasks[0].worked
	for i := range tasks {
		t := &tasks[i]
		sum ^= t.result
		for _, d := range t.delays[:t.delayed] {
			delays = append(delays, d.Seconds())
			runnable += d.Seconds()
		}
		waiting += t.waited.Seconds()
		done = append(done, t.done.Seconds())
		if t.worked < least {
			least = t.worked
		}
	}
	sort.Float64s(delays)
	sort.Float64s(done)
	if rt.samples() == 0 {
		return fmt.Errorf("the runtime observed no change from runnable to running: more tasks are needed")
	}
	n := float64(len(tasks))
	p50, p99 := rt.quantile(0.50), rt.quantile(0.99)

	// Of every task the result counts: work that was left out or done twice changes the line.
	fmt.Printf("%d tasks, result %016x\n", len(tasks), sum)
	fmt.Fprintf(os.Stderr, "of the runtime: %d samples, P50 between %.3g s and %.3g s, P99 between %.3g s and %.3g s\n",
		rt.samples(), p50.low, p50.high, p99.low, p99.high)
	fmt.Print("BenchmarkSched 1")
	for _, m := range []struct {
		value float64
		unit  string
	}{
		{p50.high, "/sched/latency_p50:seconds"},
		{p99.high, "/sched/latency_p99:seconds"},
		{float64(rt.samples()), "/sched/latency_samples:count"},
		{quantile(delays, 0.99), "/sched/delay_p99:seconds"},
		{runnable / float64(len(delays)), "/sched/delay_mean:seconds"},
		{quantile(done, 0.50), "/sched/done_p50:seconds"},
		{quantile(done, 0.99), "/sched/done_p99:seconds"},
		{runnable / n, "/sched/in_run_queue:seconds"},
		{waiting / n, "/sched/in_limiter:seconds"},
		{least.Seconds(), "/sched/task:seconds"},
		{rt.idle / rt.total, "/sched/idle:ratio"},
	} {
		fmt.Printf(" %.6g %s", m.value, m.unit)
	}
	fmt.Println()
	return nil
}

// quantile returns the nearest rank in sorted values.
func quantile(sorted []float64, q float64) float64 {
	i := int(q*float64(len(sorted))+0.999999) - 1
	if i < 0 {
		i = 0
	}
	return sorted[i]
}
