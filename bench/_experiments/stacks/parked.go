package main

import (
	"fmt"
	"runtime"
)

// byNumber parks goroutines that have called nothing, first so many, then more. Nothing is collected
// in between, as a collection may change the size of stacks; each crowd takes over the stacks of the
// one before.
func byNumber(numbers []int) error {
	before := readMemory()
	first, done := 0.0, 0
	for _, n := range numbers {
		if n = fitting(n); n <= done {
			break // and fitting has said why
		}
		bytes, err := parkShallow(n, before)
		if err != nil {
			return err
		}
		if done == 0 {
			first = bytes
		} else {
			figure(fmt.Sprintf("/goroutines=%d", n), bytes/first, "/stacks/growth:ratio")
		}
		done = n
	}
	return nil
}

func parkShallow(n int, before memory) (stackEach float64, err error) {
	c := park(n, 0)
	now := readMemory()
	stackEach = each(now.stack-before.stack, n)
	figure(fmt.Sprintf("/goroutines=%d/frames=0", n), stackEach, "/stacks/goroutine:bytes")
	figure(fmt.Sprintf("/goroutines=%d", n), each(now.all-before.all, n), "/stacks/all:bytes")
	return stackEach, c.end()
}

// byDepth parks goroutines below so many frames, then at the top again, and collects.
func byDepth(n []int) error {
	number, frames := n[0], n[1]
	before := readMemory()
	c := park(number, frames)
	grown := each(readMemory().stack-before.stack, number)
	figure(fmt.Sprintf("/goroutines=%d/frames=%d", number, frames), grown, "/stacks/goroutine:bytes")
	c.ascend()
	for gcs := 0; gcs <= 4; gcs++ {
		if gcs != 3 {
			figure(fmt.Sprintf("/frames=%d/gcs=%d", frames, gcs),
				each(readMemory().stack-before.stack, number), "/stacks/returned:bytes")
		}
		runtime.GC()
	}
	return c.end()
}

// late starts goroutines that call nothing when a collection has seen as many deep ones. Since Go
// 1.19 a stack has then the size that was needed on average, if the goroutine takes the place of a
// dead one: one that has never been starts with the least.
func late(n []int) error {
	number, frames := n[0], n[1]
	dead := park(2*number, 0)
	if err := dead.end(); err != nil {
		return err
	}
	deep := park(number, frames)
	runtime.GC()
	before := readMemory()
	late := park(number, 0)
	figure(fmt.Sprintf("/others=%d", frames), each(readMemory().stack-before.stack, number), "/stacks/late:bytes")
	if err := late.end(); err != nil {
		return err
	}
	deep.ascend()
	return deep.end()
}
