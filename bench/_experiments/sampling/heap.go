package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strings"

	"github.com/google/pprof/profile"
)

const (
	blocks    = 32
	blockSize = 1 << 20 // twice the mean distance of two samples, so that most blocks are seen
)

// heapProfile writes heap profiles without a collection before them, and with one that was before
// the allocation. GODEBUG is empty and memory profiling is at its default.
func heapProfile() error {
	if os.Getenv("GODEBUG") != "" {
		return fmt.Errorf("GODEBUG is %q, but has to be empty here", os.Getenv("GODEBUG"))
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	first := allocateFirst()
	if n := collections(); n != 0 {
		return fmt.Errorf("%d collections before the first profile, but there should be none", n)
	}
	if err := printInUse("none", "allocateFirst"); err != nil {
		return err
	}
	runtime.GC()
	second := allocateSecond()
	if err := printInUse("before", "allocateSecond"); err != nil {
		return err
	}
	runtime.GC()
	if err := printInUse("after", "allocateSecond"); err != nil {
		return err
	}
	fmt.Println(len(first)+len(second), "blocks of", blockSize, "bytes in use")
	runtime.KeepAlive(first)
	runtime.KeepAlive(second)
	return nil
}

//go:noinline
func allocateFirst() [][]byte { return allocate() }

//go:noinline
func allocateSecond() [][]byte { return allocate() }

func allocate() (b [][]byte) {
	for i := 0; i < blocks; i++ {
		b = append(b, make([]byte, blockSize))
	}
	return b
}

// printInUse prints which share of what the function has allocated and holds is in the profile.
func printInUse(collection, function string) error {
	var b bytes.Buffer
	if err := pprof.Lookup("heap").WriteTo(&b, 0); err != nil {
		return err
	}
	p, err := profile.Parse(&b)
	if err != nil {
		return err
	}
	const space = 3 // of alloc_objects, alloc_space, inuse_objects, inuse_space
	var sum int64
	for _, s := range p.Sample {
		if under(s, function) {
			sum += s.Value[space]
		}
	}
	figure("/collection="+collection, float64(sum)/(blocks*blockSize), "/sampling/heap_seen:ratio")
	return nil
}

func under(s *profile.Sample, function string) bool {
	for _, l := range s.Location {
		for _, line := range l.Line {
			if strings.HasSuffix(line.Function.Name, "."+function) {
				return true
			}
		}
	}
	return false
}
