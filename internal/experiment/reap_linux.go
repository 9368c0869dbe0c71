package experiment

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

const (
	reapTime = 5 * time.Second // for killed processes to be gone
	reapPoll = time.Millisecond
)

// reaper finds and ends the processes that belong to a session: those that carry its token in
// the environment, those in the process group of its run, and the descendants of both. What was
// seen once stays known, for a zombie shows neither environment nor ancestors.
type reaper struct {
	entry string // environment entry with the token
	group int    // 0: none
	known map[int]uint64
}

func newReaper(token string, group int) *reaper {
	return &reaper{entry: tokenKey + "=" + token, group: group, known: map[int]uint64{}}
}

// census notes the processes that belong to the session now, and returns them.
func (r *reaper) census() []process {
	all := processes()
	for r.extend(all) {
	}
	var mine []process
	for _, p := range all {
		if r.knows(p) {
			mine = append(mine, p)
		}
	}
	return mine
}

// extend notes processes that belong and were not known, and reports whether there were any.
func (r *reaper) extend(all []process) bool {
	grown := false
	for _, p := range all {
		if p.pid != os.Getpid() && !r.knows(p) && r.belongs(p) {
			r.known[p.pid] = p.started
			grown = true
		}
	}
	return grown
}

func (r *reaper) knows(p process) bool {
	started, ok := r.known[p.pid]
	return ok && started == p.started
}

func (r *reaper) belongs(p process) bool {
	if r.group != 0 && p.group == r.group {
		return true
	}
	if _, ok := r.known[p.parent]; ok {
		return true
	}
	return !p.zombie && carries(p.pid, r.entry)
}

// clear kills the processes that belong to the session until none is left, and collects those
// whose parent this process is or became. It returns what is still there after some seconds.
func (r *reaper) clear() (warnings []string) {
	deadline := Monotonic() + int64(reapTime)
	for {
		left := r.strike()
		if len(left) == 0 {
			return nil
		}
		if Monotonic() > deadline {
			for _, p := range left {
				warnings = append(warnings, fmt.Sprintf("process %d (%s) could not be ended", p.pid, p.name))
			}
			return warnings
		}
		pause(reapPoll)
	}
}

// strike kills and collects once. It returns the processes that were still there.
func (r *reaper) strike() (left []process) {
	for _, p := range r.census() {
		if !p.zombie {
			syscall.Kill(p.pid, syscall.SIGKILL) // EPERM shows in that the process stays
			left = append(left, p)
			continue
		}
		if p.parent == os.Getpid() {
			syscall.Wait4(p.pid, nil, syscall.WNOHANG, nil)
			left = append(left, p)
		}
	}
	return left
}
