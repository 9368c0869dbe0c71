package experiment

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const (
	sleepTime = int64(time.Second)            // of unbroken sleep that makes a deadlock likely
	sleepPoll = int64(100 * time.Millisecond) // between looks
)

// sleepWatch suspects a deadlock. The runtime's own detection is off in programs with cgo and
// while a thread waits on the control descriptor; suspect tells the caller to end that wait.
type sleepWatch struct {
	pid     int
	control int         // descriptor
	timers  int         // threads that may sleep with a limit, besides sysmon
	suspect func() bool // may be nil
	since   int64       // asleep since, ns; 0: awake
	next    int64       // the next look
	over    bool        // asleep for so long that it was told
}

// look is called often; it looks now and then until it has seen enough.
func (w *sleepWatch) look(now int64) {
	if w.over || now < w.next {
		return
	}
	w.next = now + sleepPoll
	switch {
	case !w.asleep():
		w.since = 0
	case w.since == 0:
		w.since = now
	case now-w.since >= sleepTime:
		if w.over = w.suspect == nil || w.suspect(); !w.over {
			w.since = now
		}
	}
}

// deadlocked tells since when the program looks deadlocked, in ns; 0: it does not.
func (w *sleepWatch) deadlocked() int64 {
	if !w.over {
		return 0
	}
	return w.since
}

// asleep reports whether every thread waits for another one, except one that watches the rest
// (sysmon: it sleeps with a limit), those for timers of the observer and one that reads the control
// descriptor. Where threads cannot be looked into there is no guess: it reports false.
func (w *sleepWatch) asleep() bool {
	folder := fmt.Sprintf("/proc/%d/task", w.pid)
	var limited, reading int
	threads := numbers(folder)
	for _, thread := range threads {
		b, err := os.ReadFile(fmt.Sprintf("%s/%d/syscall", folder, thread))
		if err != nil {
			return false
		}
		switch classify(string(b), w.control) {
		case sleepForever:
		case sleepLimited:
			limited++
		case sleepReading:
			reading++
		default:
			return false
		}
	}
	return len(threads) > 0 && limited <= 1+w.timers && reading <= 1
}

// sleep is how a thread waits.
type sleep int

const (
	awake        sleep = iota // or waiting for something from outside
	sleepForever              // in a futex without limit: only another thread can wake it
	sleepLimited              // in a futex or in epoll_wait with limit, or in nanosleep
	sleepReading              // in a read of the control descriptor
)

// classify reads /proc/PID/task/TID/syscall: the number of the system call and its arguments in
// hexadecimal, or "running", or -1 for a thread that is stopped elsewhere.
func classify(line string, control int) sleep {
	fields := strings.Fields(line)
	if len(fields) < 7 {
		return awake
	}
	number, err := strconv.Atoi(fields[0])
	if err != nil {
		return awake
	}
	switch number {
	case unix.SYS_FUTEX:
		return classifyFutex(fields[1:])
	case unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP:
		return sleepLimited
	case unix.SYS_EPOLL_PWAIT:
		if limit, ok := argument(fields[4]); ok && int32(limit) > 0 {
			return sleepLimited
		}
	case unix.SYS_READ:
		if fd, ok := argument(fields[1]); ok && fd == uint64(control) {
			return sleepReading
		}
	}
	return awake
}

// classifyFutex looks at the arguments uaddr, op, val, timeout.
func classifyFutex(args []string) sleep {
	const wait, waitBitset, command = 0, 9, 0x7f // FUTEX_WAIT, FUTEX_WAIT_BITSET, FUTEX_CMD_MASK
	op, ok1 := argument(args[1])
	limit, ok2 := argument(args[3])
	if !ok1 || !ok2 || (op&command != wait && op&command != waitBitset) {
		return awake
	}
	if limit != 0 {
		return sleepLimited
	}
	return sleepForever
}

func argument(s string) (uint64, bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "0x"), 16, 64)
	return n, err == nil
}
