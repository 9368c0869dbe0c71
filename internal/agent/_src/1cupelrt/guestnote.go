package cupelrt

import (
	"runtime"
	"sync/atomic"
)

// A guestCall is a call by which the program asked for the tracer or the profiler.
type guestCall struct {
	time   int64
	api    string // e.g. "runtime/trace.Start"
	caller runtime.Frame
}

const maxGuests = 8 // calls that are noted; the later ones tell nothing new

var (
	guestCalls  [maxGuests]guestCall
	guestsBegun atomic.Int32
	guestsNoted [maxGuests]atomic.Bool
)

// noteGuest notes who calls from outside of the packages that stand between.
//
//go:norace
func noteGuest() {
	i := guestsBegun.Add(1) - 1
	if i >= maxGuests {
		return
	}
	c := &guestCalls[i]
	c.time = nanotime()
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		if !between(f.Function) {
			c.caller = f
			break
		}
		c.api = f.Function
		if !more {
			break
		}
	}
	guestsNoted[i].Store(true)
}

//go:norace
func between(function string) bool {
	for _, prefix := range [...]string{"1cupelrt.", "runtime/trace.", "runtime/pprof."} {
		if len(function) >= len(prefix) && function[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}

//go:norace
func (p page) guests() page {
	for i := range guestCalls {
		if !guestsNoted[i].Load() {
			continue
		}
		c := &guestCalls[i]
		p = p.text("guest").num(c.time).tab(c.api)
		p = p.tab(c.caller.Function).tab(c.caller.File).num(int64(c.caller.Line)).end()
	}
	return p
}
