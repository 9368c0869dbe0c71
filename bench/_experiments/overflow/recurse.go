package main

import (
	"os"
	"strconv"
)

const (
	frameSize = 64 << 10 // so large that what a frame holds besides does not count
	noteEach  = 1 << 20
	farEnough = 4 << 30 // 250 MB and 1 GB are the limits that are known
)

// recurse notes how many bytes it has on its stack, and goes on until that is far more than any limit.
//
//go:noinline
func recurse(depth int) int {
	var frame [frameSize]byte
	frame[depth%frameSize] = 1
	if size := depth * frameSize; size%noteEach == 0 {
		os.Stdout.WriteString(strconv.Itoa(size) + "\n")
	}
	below := 0
	if depth < farEnough/frameSize {
		below = recurse(depth + 1)
	}
	return below + int(frame[depth%frameSize])
}
