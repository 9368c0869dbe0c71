package cupelrt

import "unsafe"

// Words of the runtime's moduledata. The bounds of the data sections have kept their place since
// go1.18; the slice of init tasks wanders (56 to 59 so far), so it is found by its shape.
const (
	wordNoptrdata = 24
	wordEbss      = 29
	wordScanFirst = 30
	wordScanLast  = 120
	maxTasks      = 1 << 20
)

//go:linkname lastmoduledatap runtime.lastmoduledatap
var lastmoduledatap unsafe.Pointer

// findTasks returns the list of init tasks that the runtime is working on, or nil.
//
//go:norace
func findTasks() []*task {
	lo, hi := moduleWord(wordNoptrdata), moduleWord(wordEbss)
	for i := wordScanFirst; i < wordScanLast; i++ {
		p, n := moduleWord(i), moduleWord(i+1)
		if n == 0 || n > maxTasks || n != moduleWord(i+2) || p < lo || p >= hi {
			continue
		}
		// Both words of a slice header are there, so n words at p are readable.
		words := *(*[]uintptr)(moduleAddr(i))
		if isTaskList(words, lo, hi) {
			return *(*[]*task)(moduleAddr(i))
		}
	}
	return nil
}

// isTaskList reports whether all words point to tasks of which exactly one, the agent's, runs.
//
//go:norace
func isTaskList(words []uintptr, lo, hi uintptr) bool {
	running := 0
	for i, w := range words {
		if w < lo || w >= hi || w%4 != 0 {
			return false
		}
		t := *(**task)(unsafe.Pointer(&words[i]))
		if t.state > taskDone || t.nfns == 0 || t.nfns > maxTasks {
			return false
		}
		if t.state == taskRunning && t.isAgent() {
			running++
		}
	}
	return running == 1
}

//go:norace
func moduleAddr(i int) unsafe.Pointer {
	return unsafe.Add(lastmoduledatap, uintptr(i)*unsafe.Sizeof(uintptr(0)))
}

//go:norace
func moduleWord(i int) uintptr { return *(*uintptr)(moduleAddr(i)) }
