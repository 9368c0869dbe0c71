// Published: go tool pprof -top=5 prints the first five functions of a profile.
//
// It writes a profile of all its allocations to the file that is its argument.
package main

import (
	"os"
	"runtime"
	"runtime/pprof"
)

func init() { runtime.MemProfileRate = 1 }

var kept [][]byte

func main() {
	for _, allocate := range []func(){small, large} {
		allocate()
	}
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("allocs").WriteTo(file, 0); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func small() { kept = append(kept, make([]byte, 1<<10)) }
func large() { kept = append(kept, make([]byte, 1<<20)) }
