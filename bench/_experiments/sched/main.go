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
	"math"
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
	c := &clock{begin: time.Now()}
	switch args[0] {
	case "none":
		everyTaskAtOnce(tasks, c)
	case "sem":
		semaphore(tasks, c, limit)
	case "pool":
		pool(tasks, c, limit)
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
	if rt.samples() == 0 {
		return fmt.Errorf("the runtime observed no change from runnable to running: more tasks are needed")
	}
	var result uint64
	var delays, passed, done, donePieces []float64 // of all waits; of all tasks
	var inQueue, inLimiter float64
	piece := tasks[0].piece
	for i := range tasks {
		t := &tasks[i]
		result ^= t.result
		for _, d := range t.delays[:t.delayed] {
			delays = append(delays, d.long.Seconds())
			passed = append(passed, float64(d.pieces))
			inQueue += float64(d.pieces)
		}
		inLimiter += float64(t.turn.pieces)
		done = append(done, t.done.at.Seconds())
		donePieces = append(donePieces, float64(t.done.pieces))
		if t.piece < piece {
			piece = t.piece
		}
	}
	n := float64(len(tasks))
	p50, p99 := rt.quantile(0.50), rt.quantile(0.99)

	// All tasks are in the result: one left out or done twice changes the line.
	fmt.Printf("%d tasks, result %016x\n", len(tasks), result)
	fmt.Fprintf(os.Stderr, "of the runtime: %d samples, P50 between %.3g s and %.3g s, P99 between %.3g s and %.3g s; of the tasks: P99 %.3g s\n",
		rt.samples(), p50.low, p50.high, p99.low, p99.high, quantile(delays, 0.99))
	fmt.Print("BenchmarkSched 1")
	for _, m := range []struct {
		value float64
		unit  string
	}{
		{p50.high, "/sched/latency_p50:seconds"},
		{p99.high, "/sched/latency_p99:seconds"},
		{float64(rt.samples()), "/sched/latency_samples:count"},
		{quantile(passed, 0.99), "/sched/delay_p99:count"},
		{inQueue / float64(len(passed)), "/sched/delay_mean:count"},
		{inQueue / n, "/sched/in_run_queue:count"},
		{inLimiter / n, "/sched/in_limiter:count"},
		{quantile(donePieces, 0.50), "/sched/done_p50:count"},
		{quantile(donePieces, 0.99), "/sched/done_p99:count"},
		{quantile(done, 0.99), "/sched/done_p99:seconds"},
		{2 * piece.Seconds(), "/sched/task:seconds"},
		{rt.idle / rt.total, "/sched/idle:ratio"},
	} {
		fmt.Printf(" %.6g %s", m.value, m.unit)
	}
	fmt.Println()
	return nil
}

// quantile returns the nearest rank.
func quantile(values []float64, q float64) float64 {
	sort.Float64s(values)
	return values[int(math.Ceil(q*float64(len(values))))-1]
}
