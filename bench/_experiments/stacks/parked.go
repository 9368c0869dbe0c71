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
	var first float64
	var last *crowd
	for _, n := range numbers {
		n = fitting(n)
		if last != nil {
			if n <= last.n {
				break // and fitting has said why
			}
			last.end()
		}
		c, err := park(n, 0)
		if err != nil {
			return err
		}
		now := readMemory()
		stack := each(now.stack-before.stack, n)
		figure(fmt.Sprintf("/goroutines=%d/frames=0", n), stack, "/stacks/goroutine:bytes")
		figure(fmt.Sprintf("/goroutines=%d", n), each(now.all-before.all, n), "/stacks/all:bytes")
		if last == nil {
			first = stack
		} else {
			figure(fmt.Sprintf("/goroutines=%d", n), stack/first, "/stacks/growth:ratio")
		}
		last = c
	}
	return nil
}

// byDepth parks goroutines below so many frames, then at the top again, and collects.
func byDepth(n []int) error {
	number, frames := n[0], n[1]
	before := readMemory()
	c, err := park(number, frames)
	if err != nil {
		return err
	}
	figure(fmt.Sprintf("/goroutines=%d/frames=%d", number, frames),
		each(readMemory().stack-before.stack, number), "/stacks/goroutine:bytes")
	if err := c.ascend(); err != nil {
		return err
	}
	done := 0
	for _, gcs := range []int{0, 1, 2, 4} {
		for ; done < gcs; done++ {
			runtime.GC()
		}
		figure(fmt.Sprintf("/frames=%d/gcs=%d", frames, gcs),
			each(readMemory().stack-before.stack, number), "/stacks/returned:bytes")
	}
	return nil
}

// late starts goroutines that call nothing when a collection has seen as many deep ones. Since Go
// 1.19 a stack has then the size that was needed on average, if the goroutine takes the place of a
// dead one: one that has never been starts with the least.
func late(n []int) error {
	number, frames := n[0], n[1]
	dead, err := park(2*number, 0)
	if err != nil {
		return err
	}
	dead.end()
	deep, err := park(number, frames)
	if err != nil {
		return err
	}
	runtime.GC()
	before := readMemory()
	if _, err := park(number, 0); err != nil {
		return err
	}
	figure(fmt.Sprintf("/others=%d", frames), each(readMemory().stack-before.stack, number), "/stacks/late:bytes")
	return deep.ascend()
}
