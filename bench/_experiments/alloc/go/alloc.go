// Alloc makes batches of small objects, under one of three policies, and tells what an object
// costs.
//
//	alloc heap|slab|arena OBJECTS BATCHES
package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
)

// An item has 48 bytes and no pointer, so that the collector need not look inside.
type item struct{ a, b, c, d, e, f int64 }

// set fills in the fields where the object lies. A literal would be made on the stack and copied,
// which costs more than memory from an arena.
func (it *item) set(i, batch int64) {
	it.a, it.b, it.c = i, batch, i+batch
	it.d, it.e, it.f = 2*i, 2*batch, i^batch
}

func (it *item) sum() int64 { return it.a + it.b + it.c + it.d + it.e + it.f }

// A store holds one batch. Filling it anew lets go of the batch before.
type store interface {
	fill(batch int64)
	at(i int) *item
}

// Every object is an allocation of its own, and garbage as soon as the next batch takes its place.
type heap []*item

func (h heap) at(i int) *item { return h[i] }

func (h heap) fill(batch int64) {
	for i := range h {
		it := new(item)
		it.set(int64(i), batch)
		h[i] = it
	}
}

// A batch is one allocation, and garbage as a whole.
type slab struct{ items arena }

func (s *slab) at(i int) *item { return s.items.at(i) }

func (s *slab) fill(batch int64) {
	s.items = make(arena, len(s.items))
	s.items.fill(batch)
}

// All batches use the same memory. Nothing becomes garbage.
type arena []item

func (a arena) at(i int) *item { return &a[i] }

func (a arena) fill(batch int64) {
	for i := range a {
		a[i].set(int64(i), batch)
	}
}

const (
	warmUp  = 2 // windows that are not timed
	windows = 10
)

func main() {
	policy, objects, batches := os.Args[1], number(os.Args[2]), number(os.Args[3])
	var s store
	switch policy {
	case "heap":
		s = make(heap, objects)
	case "slab":
		s = &slab{make(arena, objects)}
	case "arena":
		s = make(arena, objects)
	default:
		fatal(fmt.Errorf("no policy %q", policy))
	}

	var checksum, batch int64
	var least, cpu time.Duration
	perWindow := batches / windows
	for w := -warmUp; w < windows; w++ {
		cpuStart, start := cpuTime(), time.Now()
		for i := 0; i < perWindow; i++ {
			s.fill(batch)
			checksum += s.at(int(batch) % objects).f
			batch++
		}
		wall := time.Since(start)
		used := cpuTime() - cpuStart
		for i := 0; i < objects; i++ { // the last batch is whole; this is not timed
			checksum += s.at(i).sum()
		}
		if w < 0 {
			continue
		}
		cpu += used
		if w == 0 || wall < least {
			least = wall
		}
	}

	made := float64(perWindow * objects)
	fmt.Println("checksum", checksum)
	fmt.Printf("BenchmarkAlloc 1 %g /alloc/object:seconds %g /alloc/object_cpu:seconds\n",
		least.Seconds()/made, cpu.Seconds()/made/windows)
}

// cpuTime is that of all threads, so that the collector's is in it.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		fatal(err)
	}
	return n
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "alloc:", err)
	os.Exit(1)
}
