package main

import (
	"fmt"
	"runtime"
	"strings"
)

// profile makes an object for each of so many goroutines and grows their stacks, with a heap profile
// of every allocation: which share of them is of runtime.newstack?
func profile(numbers []int) error {
	runtime.MemProfileRate = 1
	const frames = 14
	n := numbers[0]
	before := readMemory()
	kept := make([][]byte, n)
	for i := range kept {
		kept[i] = make([]byte, 1024)
	}
	c, err := park(n, frames)
	if err != nil {
		return err
	}
	if grown := each(readMemory().stack-before.stack, n); grown < frames*512 {
		return fmt.Errorf("stacks have %.0f bytes each: they did not grow", grown)
	}
	runtime.GC() // the profile shows what was allocated before the last collection

	records := make([]runtime.MemProfileRecord, 1000)
	count, ok := runtime.MemProfile(records, true)
	if !ok {
		return fmt.Errorf("%d records of the heap profile, room for %d", count, len(records))
	}
	var all, newstack int64
	for i := range records[:count] {
		r := &records[i]
		all += r.AllocObjects
		if calledBy(r.Stack(), "runtime.newstack", "runtime.morestack", "runtime.copystack") {
			newstack += r.AllocObjects
		}
	}
	if all < int64(n) {
		return fmt.Errorf("the heap profile holds %d allocations, less than the %d that were made", all, n)
	}
	runtime.KeepAlive(kept)
	figure("", float64(newstack)/float64(all), "/stacks/newstack_share:ratio")
	return c.ascend()
}

// calledBy tells whether one of the functions is on a stack.
func calledBy(stack []uintptr, functions ...string) bool {
	frames := runtime.CallersFrames(stack)
	for {
		f, more := frames.Next()
		for _, name := range functions {
			if f.Function == name || strings.HasPrefix(f.Function, name+".") {
				return true
			}
		}
		if !more {
			return false
		}
	}
}
