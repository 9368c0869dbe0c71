package cupelrt

import (
	"runtime"
	"unsafe"
)

// task is the head of the linker's record of one package's init functions; their entry points
// follow it. Same layout from go1.21 to go1.27.
type task struct {
	state uint32 // one of the constants below
	nfns  uint32
}

const (
	taskWaiting uint32 = iota
	taskRunning
	taskDone
)

// call is one call of an init function. end stays 0 while it runs.
type call struct {
	pc         uintptr
	start, end int64
}

var (
	inits     []call // in order of execution, allocated at its final size
	noTasks   bool   // the list of tasks was not found: the runtime runs it, untimed
	initPanic bool   // an init function did not return
)

// runInits runs the rest of the program's init tasks as the runtime would, and times each
// function. The runtime's own loop then finds all of them done.
//
//go:norace
func runInits() {
	tasks := findTasks()
	if tasks == nil {
		noTasks = true
		return
	}
	inits = make([]call, 0, countInits(tasks))
	// A panic in an init function ends the program without exit hooks, but not without defers.
	initPanic = true
	defer leaveInits()
	for _, t := range tasks {
		if t.state == taskWaiting {
			runTask(t)
		}
	}
	initPanic = false
	initDoneTime = nanotime()
}

//go:norace
func runTask(t *task) {
	t.state = taskRunning
	for i := uint32(0); i < t.nfns; i++ {
		slot := t.function(i)
		f := *(*func())(unsafe.Pointer(&slot))
		inits = append(inits, call{pc: *slot})
		c := &inits[len(inits)-1]
		c.start = nanotime()
		f()
		c.end = nanotime()
	}
	t.state = taskDone
}

//go:norace
func leaveInits() {
	if initPanic {
		exiting()
		return
	}
	snapshot(atInitDone)
	go writeInits()
}

// function returns the place of the i-th entry point, which is what a func value points to.
//
//go:norace
func (t *task) function(i uint32) *uintptr {
	return (*uintptr)(unsafe.Add(unsafe.Pointer(t), unsafe.Sizeof(*t)+uintptr(i)*unsafe.Sizeof(i0)))
}

const i0 = uintptr(0)

//go:norace
func countInits(tasks []*task) int {
	n := 0
	for _, t := range tasks {
		if t.state == taskWaiting {
			n += int(t.nfns)
		}
	}
	return n
}

// isAgent reports whether t is the task of 0cupel.
//
//go:norace
func (t *task) isAgent() bool {
	const prefix = "0cupel.init"
	f := runtime.FuncForPC(*t.function(0))
	if f == nil {
		return false
	}
	name := f.Name()
	return len(name) >= len(prefix) && name[:len(prefix)] == prefix
}
