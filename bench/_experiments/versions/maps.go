package main

import (
	"fmt"
	"os"
	"runtime"
)

// maps measures count maps of size entries each. All are filled before the first is read, so that many small
// maps are as much memory as one large map.
func maps(c *costs, count, size int) (sum uint64) {
	keys := make([]uint64, 2*size) // the second half is never inserted
	for i := range keys {
		keys[i] = uint64(i+1) * 0x9e3779b97f4a7c15 // scattered: consecutive keys are not a map's usual food
	}
	present, absent := keys[:size], keys[size:]
	all := make([]map[uint64]uint64, count)
	window := func(op string, work func()) {
		c.window(fmt.Sprintf("map-%s/size=%d", op, size), count*size, work)
	}

	window("insert", func() {
		for i := range all {
			m := make(map[uint64]uint64) // no size given: growing is part of it
			for _, k := range present {
				m[k] = k
			}
			all[i] = m
		}
	})
	window("hit", func() {
		for _, m := range all {
			for _, k := range present {
				sum += m[k]
			}
		}
	})
	window("miss", func() {
		for _, m := range all {
			for _, k := range absent {
				if _, ok := m[k]; !ok {
					sum++
				}
			}
		}
	})
	window("iterate", func() {
		for _, m := range all {
			for _, v := range m {
				sum += v
			}
		}
	})
	window("delete", func() {
		for _, m := range all {
			for _, k := range present {
				delete(m, k)
			}
		}
	})
	for _, m := range all {
		if len(m) != 0 {
			fmt.Fprintf(os.Stderr, "%d entries are left after all were deleted\n", len(m))
			os.Exit(1)
		}
	}
	runtime.GC() // outside of the windows
	return sum
}
