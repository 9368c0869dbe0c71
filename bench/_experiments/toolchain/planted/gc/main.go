// GC collects a tree that takes a while to mark, and tells the pause that the runtime counted.
package main

import "runtime"

type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{grow(depth - 1), grow(depth - 1)}
}

func main() {
	root := grow(19)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	println("pause", m.PauseNs[(m.NumGC+255)%256], "of collection", m.NumGC)
	runtime.KeepAlive(root)
}
