// Command truth prints what its own runtime says about addresses: about a stack with inlined
// calls, and about addresses all over its code.
//
//	map START OFFSET       its executable mapping
//	stack                  what follows is a stack
//	pc ADDRESS             an address of an instruction
//	frame FUNC|FILE|LINE   a frame of it; of a stack the frames follow all addresses
package main

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"sort"
	"strings"
)

var (
	work  = len(os.Args)
	out   = bufio.NewWriter(os.Stdout)
	early = stackInInit()
)

func main() {
	defer out.Flush()
	start, end := mapping()
	outer(work)
	sample(start, end)
}

func outer(n int) { middle(n + 1) } // line: outer

func middle(n int) { leaf(n + 1) } // line: middle

func leaf(n int) { work += n; through(n) } // line: leaf

// through goes through what makes frames of its own: wrappers, generics, callbacks, defers.
func through(n int) {
	var r runner = &wrapped{}
	r.run(n)
	callback := func(a string) { r.run(len(a)) }
	each([]string{"a", "b"}, callback)
	sort.Slice([]int{n, 1}, func(i, j int) bool { stack(); return i < j })
	strings.Map(func(r rune) rune { stack(); return r }, "x")
	defer func() {
		if recover() != nil {
			stack()
		}
	}()
	done := make(chan bool)
	go func() { defer close(done); outerOf[int](n) }()
	<-done
	panic("into the deferred function")
}

type runner interface{ run(int) }

type wrapped struct{ inner }

type inner struct{ calls int }

func (i *inner) run(n int) { i.calls += n; twice(i) }

func twice(i *inner) { i.calls *= 2; stack() }

func each[T any](list []T, f func(T)) {
	for _, e := range list {
		f(e)
	}
}

func outerOf[T any](n T) { each([]T{n}, func(T) { stack() }) }

func stackInInit() bool { stack(); return true }

func mapping() (start, end uintptr) {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		panic(err)
	}
	self, _ := os.Executable()
	for _, line := range strings.Split(string(maps), "\n") {
		f := strings.Fields(line)
		if len(f) == 6 && f[5] == self && strings.Contains(f[1], "x") {
			var offset uintptr
			fmt.Sscanf(f[0]+" "+f[2], "%x-%x %x", &start, &end, &offset)
			fmt.Fprintf(out, "map %x %x\n", start, offset)
			return start, end
		}
	}
	panic("no executable mapping")
}

//go:noinline
func stack() {
	pcs := make([]uintptr, 100)
	pcs = pcs[:runtime.Callers(1, pcs)]
	fmt.Fprintln(out, "stack")
	for _, pc := range pcs {
		fmt.Fprintf(out, "pc %x\n", pc-1)
	}
	frames := runtime.CallersFrames(pcs)
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		print(f)
	}
}

func print(f runtime.Frame) { fmt.Fprintf(out, "frame %s|%s|%d\n", f.Function, f.File, f.Line) }

// sample prints about 10000 addresses, of all remainders of 16, and their frames. It leaves out the
// last byte of each function: CallersFrames takes the address after it, and finds another one.
func sample(start, end uintptr) {
	step := (end-start)/10000 | 1
	for pc := start; pc < end; pc += step {
		if function(pc) != function(pc+1) || pc == endMark {
			continue
		}
		fmt.Fprintf(out, "pc %x\n", pc)
		for _, f := range framesAt(pc) {
			print(f)
		}
	}
}

// function returns the entry of the function at the address, 0 if there is none.
func function(pc uintptr) uintptr {
	if f := runtime.FuncForPC(pc); f != nil {
		return f.Entry()
	}
	return 0
}

// endMark is an address after whose frames nothing of interest comes.
var endMark = reflect.ValueOf(leaf).Pointer()

// framesAt returns the frames of an instruction. The second address makes CallersFrames expand the
// calls inlined at the first (since go1.23; before, only stacks tell of them).
func framesAt(pc uintptr) (list []runtime.Frame) {
	frames := runtime.CallersFrames([]uintptr{pc + 1, endMark + 1})
	for len(list) < 100 {
		f, _ := frames.Next()
		if f.PC == endMark || f.PC == 0 {
			break
		}
		list = append(list, f)
	}
	return list
}
