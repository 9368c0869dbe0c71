package experiment

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/auxv"
)

// identify notes what got ready if it is not the program that was started. It has to be called while
// that is alive. What cannot be looked into counts as the program itself.
func (a *attempt) identify() {
	if !a.run.Good() || a.flees() || a.child.over() {
		return
	}
	pid := a.child.pid
	if now := image(pid); a.image != "" && now != "" && now != a.image {
		a.run.Other = a.other(pid, HowExec)
		return
	}
	if owner := a.owner(a.relatives()); owner != 0 && owner != pid {
		a.run.Other = a.other(owner, HowChild)
	}
}

// fleeing is how long a program may take to end whose descendant listens already.
const fleeing = 50 * time.Millisecond

// flees notes that the program puts itself into the background where what it left behind listened before it
// had quite ended.
func (a *attempt) flees() bool {
	pid := a.child.pid
	if a.cmd.Background == 0 || a.run.Outcome != OutcomeReady || a.run.Taken == nil {
		return false
	}
	if a.owner([]int{pid}) == pid || !a.child.endsWithin(context.Background(), fleeing) || !a.child.state.Success() ||
		!a.foundListening(a.left()) {
		return false
	}
	a.run.Outcome, a.run.Problem = OutcomeDaemon, a.fled()
	a.run.Ready, a.run.Taken = 0, nil
	return true
}

// image tells one execution from another: the executable, and where on its new stack the kernel put
// random bytes for it. It is empty where the kernel does not let us look, and while an exec is not
// complete, which it is a little later than the one who forks is told.
func image(pid int) string {
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return ""
	}
	if at, err := auxv.Of(pid, auxv.Word, auxv.Random); err == nil && at != 0 {
		return fmt.Sprintf("%s at %#x", exe, at)
	}
	return ""
}

// owner returns the first of the processes that holds a listening socket which readiness was, or could
// be, taken from; 0 if none does.
func (a *attempt) owner(pids []int) int {
	for _, pid := range pids {
		open, err := sockets([]int{pid})
		if err == nil && slices.ContainsFunc(open, a.mayBeTaken) {
			return pid
		}
	}
	return 0
}

func (a *attempt) mayBeTaken(s socket) bool {
	if a.run.Taken != nil {
		return s.Network == a.run.Taken.Network && s.Port == a.run.Taken.Port &&
			(s.Port != 0 || a.absolute(s) == a.run.Taken.Address)
	}
	port := localPort(a.ready)
	return port != 0 && s.Port == port
}

func (a *attempt) other(pid int, how string) *Other {
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return nil // it has ended meanwhile
	}
	args := zeroEnded(fmt.Sprintf("/proc/%d/cmdline", pid))
	o := &Other{How: how, Name: filepath.Base(exe), Self: a.started(pid), Args: args[min(1, len(args)):]}
	had := setOf(a.env)
	for _, kv := range zeroEnded(fmt.Sprintf("/proc/%d/environ", pid)) {
		if key, _, ok := strings.Cut(kv, "="); ok && !had[kv] {
			o.Env = append(o.Env, key)
		}
	}
	return o
}

// started reports whether a process executes the file that was started.
func (a *attempt) started(pid int) bool {
	want, err := os.Stat(a.cmd.Path)
	if err != nil {
		return false
	}
	got, err := os.Stat(fmt.Sprintf("/proc/%d/exe", pid))
	return err == nil && os.SameFile(want, got)
}

// zeroEnded reads a file of strings that end with a zero byte.
func zeroEnded(path string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	data = bytes.TrimSuffix(data, []byte{0})
	if len(data) == 0 {
		return nil
	}
	return strings.Split(string(data), "\x00")
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[s] = true
	}
	return set
}

// background reports whether the program, which has ended with code 0, has put itself into the
// background: a process that it left behind listens, or does so before Command.Background is over.
func (a *attempt) background(ctx context.Context) bool {
	if a.ready.Kind == Exit {
		return false
	}
	until := Monotonic() + int64(a.cmd.Background)
	for {
		left := a.left()
		if a.foundListening(left) {
			return true
		}
		if len(left) == 0 || ctx.Err() != nil || Monotonic() >= until {
			return false
		}
		pause(backgroundPoll)
	}
}

// left returns the living processes that the program left behind.
func (a *attempt) left() (pids []int) {
	for _, p := range a.reaper.census() {
		if !p.zombie {
			pids = append(pids, p.pid)
		}
	}
	return pids
}

// foundListening notes what the processes listen on, and the first that does.
func (a *attempt) foundListening(pids []int) bool {
	for _, pid := range pids {
		open, err := sockets([]int{pid})
		if err != nil || len(open) == 0 {
			continue
		}
		for _, s := range open {
			s.Address, s.Seen = a.absolute(s), Monotonic()
			if !a.noted(s) {
				a.run.Listeners = append(a.run.Listeners, s.Listener)
			}
		}
		a.run.Other = a.other(pid, HowLeft)
		return a.run.Other != nil
	}
	return false
}
