package experiment

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

// look reports whether the program is ready. It is called again and again.
type look func() (hit, bool)

// prepare checks, before the start, what would make the condition meaningless.
func (a *attempt) prepare() error {
	switch a.ready.Kind {
	case File:
		return absent(a.ready.Path)
	case Auto, "":
		if !socketsVisible() {
			a.warn("listening sockets are not visible on this system: auto waits for the exit")
		}
	case Settle:
		if _, ok := spent([]int{os.Getpid()}); !ok {
			return fmt.Errorf("the CPU time of another process is not visible on this system (%w); "+
				"name another condition", errors.ErrUnsupported)
		}
	case Listen:
		if a.ready.Port == 0 && !socketsVisible() {
			return fmt.Errorf("listening sockets are not visible on this system (%w); "+
				"name the port, as in listen:8080", errors.ErrUnsupported)
		}
	}
	return nil
}

func absent(path string) error {
	_, err := os.Lstat(path)
	if err == nil {
		return fmt.Errorf("file %s exists before the start: remove it, "+
			"or name one that the program makes when it is ready", path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking for the file of readiness: %w", err)
	}
	return nil
}

// looker returns the look for the condition. ctx ends with the run.
func (a *attempt) looker(ctx context.Context) look {
	switch a.ready.Kind {
	case Exit:
		return func() (hit, bool) { return hit{}, false }
	case HTTP:
		go a.request(ctx)
		return a.received
	case Stdout, Stderr:
		return a.received
	case File:
		return a.lookFile
	case Settle:
		return a.lookQuiet
	case Listen:
		if !socketsVisible() {
			return a.lookPort
		}
	}
	return a.lookSocket
}

// matcher returns the matcher for the stream of the given kind, nil if nothing is awaited there.
func (a *attempt) matcher(kind string) *matcher {
	if a.ready.Kind != kind {
		return nil
	}
	return &matcher{match: a.ready.Pattern.Match, found: a.announce}
}

// announce hands readiness from another goroutine to received.
func (a *attempt) announce(at int64) {
	a.hits <- hit{at: at, use: used(a.child.pid)}
}

func (a *attempt) received() (hit, bool) {
	select {
	case h := <-a.hits:
		return h, true
	default:
		return hit{}, false
	}
}

func (a *attempt) lookFile() (hit, bool) {
	if _, err := os.Lstat(a.ready.Path); err != nil {
		return hit{}, false
	}
	return hit{at: Monotonic(), use: used(a.child.pid)}, true
}

// lookPort is for systems that do not show sockets: whoever can connect knows that it listens.
func (a *attempt) lookPort() (hit, bool) {
	conn, err := dial("tcp", net.JoinHostPort("localhost", strconv.Itoa(a.ready.Port)))
	if err != nil {
		return hit{}, false
	}
	conn.Close()
	return hit{at: Monotonic(), use: used(a.child.pid)}, true
}

func (a *attempt) lookSocket() (hit, bool) {
	open := a.observe()
	for _, s := range open {
		if a.ready.Port != 0 && s.Port != a.ready.Port {
			continue
		}
		at, ok := a.accepts(s, open)
		if !ok {
			return hit{}, false
		}
		taken := s.Listener
		return hit{at: at, use: used(a.child.pid), taken: &taken}, true
	}
	return hit{}, false
}

// observe returns the listening sockets open now, the first seen first, and notes new ones.
func (a *attempt) observe() []socket {
	open, err := sockets(a.relatives())
	if errors.Is(err, fs.ErrPermission) && !exiting(a.child.pid) { // any other error means that it has ended
		a.warnOnce("looking for listening sockets: the descriptors of the program may not be read")
	}
	for i := range open {
		open[i].Address = a.absolute(open[i])
	}
	now := Monotonic()
	var known []socket
	for _, l := range a.run.Listeners {
		for _, s := range open {
			if same(s.Listener, l) {
				s.Seen = l.Seen
				known = append(known, s)
			}
		}
	}
	for _, s := range open {
		if !a.noted(s) {
			s.Seen = now
			a.run.Listeners = append(a.run.Listeners, s.Listener)
			known = append(known, s)
		}
	}
	return known
}

// dearLooks is how much longer than a look at all processes the time to the next one is.
const dearLooks = 20

// noticeFamily notes what the program and its descendants hold together, if there are any, and how many CPUs they want:
// every familyAge, or less often where that is dear.
func (a *attempt) noticeFamily() {
	now := Monotonic()
	if now < a.next {
		return
	}
	pids := a.relatives()
	if len(pids) > 1 {
		a.tree = max(a.tree, resident(pids))
	}
	if wanted, ok := wantedCPU(pids); ok && now > a.run.Start {
		a.run.Demand = wanted / (float64(now-a.run.Start) / 1e9)
	}
	a.next = now + max(int64(familyAge), dearLooks*(Monotonic()-now))
}

// relatives returns the program and its descendants as they were at most familyAge ago.
func (a *attempt) relatives() []int {
	if now := Monotonic(); a.pids == nil || now-a.counted > int64(familyAge) {
		a.pids, a.counted = family(a.child.pid), now
	}
	return a.pids
}

// absolute returns the address of s, a relative path of a unix socket resolved.
func (a *attempt) absolute(s socket) string {
	if s.Network != "unix" || s.Address == "" || s.Address[0] == '@' {
		return s.Address
	}
	if filepath.IsAbs(s.Address) {
		return s.Address
	}
	path, err := filepath.Abs(filepath.Join(a.cmd.Dir, s.Address))
	if err != nil {
		return s.Address
	}
	return path
}

func (a *attempt) noted(s socket) bool {
	for _, l := range a.run.Listeners {
		if same(s.Listener, l) {
			return true
		}
	}
	return false
}

func same(a, b Listener) bool { return a.Network == b.Network && a.Address == b.Address }

func (a *attempt) warnOnce(text string) {
	for _, w := range a.run.Warnings {
		if w == text {
			return
		}
	}
	a.warn("%s", text)
}
