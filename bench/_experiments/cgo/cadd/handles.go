package main

// #include "handle.h"
import "C"

import (
	"errors"
	"fmt"
	"runtime"

	"cgo/call"
)

const (
	made       = 1024
	collection = 20
)

var garbage []byte

// handles makes handles in C, keeps every second one, lets Go collect garbage many times, and
// counts the handles whose content did not last.
func handles() {
	kept := make([]*C.handle, made)
	for i := range kept {
		h := C.handle_new(C.int(i))
		if h == nil {
			call.Fatal(errors.New("malloc: no memory"))
		}
		if i%2 == 0 {
			kept[i] = h
		}
	}
	for i := 0; i < collection; i++ {
		garbage = make([]byte, 1<<20)
		runtime.GC()
	}
	lost := C.int(0)
	for i := range kept {
		lost += C.handle_lost(C.int(i))
		C.handle_free(C.int(i))
	}
	runtime.KeepAlive(kept)
	fmt.Printf("BenchmarkHandles 1 %d /cgo/handles_lost:count\n", lost)
}
