package gotrace

import "github.com/cupelgo/cupel/internal/timeline"

// The trace format of go1.22 to go1.27, as internal/trace/tracev2 of the Go source tree has it.
const (
	headerBegin = "go 1." // then the minor version
	headerEnd   = " trace\x00\x00\x00"
	headerSize  = 16
	oldest      = 22 // minor versions of Go
	newest      = 27

	maxBatch  = 64 << 10 // bytes of data in a batch
	maxString = 1 << 10  // bytes
	maxFrames = 128      // the runtime cuts stacks at this depth
)

// From these minor versions on, the end of a generation is marked.
const marksGenerations = 26

// What batches begin with, and what tables consist of.
const (
	evBatch           = 1
	evStacks          = 2
	evStack           = 3 // id, number of frames, then pc, function, file and line of each
	evStrings         = 4
	evString          = 5 // id, length, bytes
	evSamples         = 6
	evSample          = 7 // time, thread, processor, goroutine, stack
	evFrequency       = 8 // units of time in a second
	evExperimental    = 49
	evSync            = 50
	evSnapshot        = 51 // time, monotonic clock, seconds and nanoseconds of the wall clock
	evEndOfGeneration = 52
)

// A kind is what an event of a thread tells.
type kind struct {
	numbers int // how many follow the byte of the kind; the first is the time since the last event
	handle  func(*decoder, *thread, *event)
}

// maxNumbers is the most numbers that an event has.
const maxNumbers = 5

// kinds are the events of threads by their byte. Those without a handler are skipped: they tell of
// processors, of the size of the heap, of tasks and regions, and of allocations.
var kinds = [256]kind{
	9:  {numbers: 3}, // ProcsChange
	10: {numbers: 3}, // ProcStart
	11: {numbers: 1}, // ProcStop
	12: {numbers: 4}, // ProcSteal
	13: {numbers: 3}, // ProcStatus

	14: {4, (*decoder).goCreate},
	15: {2, (*decoder).goCreateSyscall},
	16: {3, (*decoder).goStart},
	17: {1, (*decoder).goDestroy},
	18: {1, (*decoder).goDestroy}, // GoDestroySyscall
	19: {3, (*decoder).goStop},
	20: {3, (*decoder).goBlock},
	21: {4, (*decoder).goUnblock},
	22: {3, (*decoder).goSyscallBegin},
	23: {1, (*decoder).goSyscallEnd},
	24: {1, (*decoder).goSyscallEndBlocked},
	25: {4, (*decoder).goStatus},

	26: {3, (*decoder).stwBegin},
	27: {1, (*decoder).stwEnd},
	28: {2, (*decoder).gcActive},
	29: {3, (*decoder).gcBegin},
	30: {2, (*decoder).gcEnd},
	31: {2, (*decoder).sweepActive},
	32: {2, (*decoder).sweepBegin},
	33: {3, (*decoder).sweepEnd},
	34: {2, (*decoder).assistActive},
	35: {2, (*decoder).assistBegin},
	36: {1, (*decoder).assistEnd},
	37: {numbers: 2}, // HeapAlloc
	38: {numbers: 2}, // HeapGoal

	39: {numbers: 2}, // GoLabel
	40: {numbers: 5}, // UserTaskBegin
	41: {numbers: 3}, // UserTaskEnd
	42: {numbers: 4}, // UserRegionBegin
	43: {numbers: 4}, // UserRegionEnd
	44: {numbers: 5}, // UserLog

	// Since go1.23.
	45: {3, (*decoder).goSwitch},
	46: {3, (*decoder).goSwitchDestroy},
	47: {4, (*decoder).goCreateBlocked},
	48: {5, (*decoder).goStatusStack},

	// The experiment AllocFree.
	128: {numbers: 4}, // Span
	129: {numbers: 4}, // SpanAlloc
	130: {numbers: 2}, // SpanFree
	131: {numbers: 3}, // HeapObject
	132: {numbers: 3}, // HeapObjectAlloc
	133: {numbers: 2}, // HeapObjectFree
	134: {numbers: 3}, // GoroutineStack
	135: {numbers: 3}, // GoroutineStackAlloc
	136: {numbers: 2}, // GoroutineStackFree
}

// statuses are the states of goroutines by the number that GoStatus gives them.
var statuses = [...]timeline.State{
	1: timeline.Runnable,
	2: timeline.Running,
	3: timeline.Syscall,
	4: timeline.Waiting,
}
