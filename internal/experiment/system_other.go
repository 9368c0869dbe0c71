//go:build !linux

package experiment

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Monotonic returns the system's monotonic clock in nanoseconds, on Linux CLOCK_MONOTONIC, here
// counted from the start of this process.
func Monotonic() int64 { return int64(time.Since(epoch)) }

var epoch = time.Now()

func pause(d time.Duration) { time.Sleep(d) }

func isolation() *syscall.SysProcAttr { return nil }

func stopping(sys *syscall.SysProcAttr) *syscall.SysProcAttr { return sys }

func traceable(Command) error { return errors.ErrUnsupported }

func atStop(int, func(int) bool) error { return errors.ErrUnsupported }

func letGo(int) error { return errors.ErrUnsupported }

func runToEntry(int) (int64, error) { return 0, errors.ErrUnsupported }

func adoptOrphans() error { return errors.ErrUnsupported }

// signal sends sig to the process alone. Where signals do not exist the process is left to kill.
func (c *child) signal(sig syscall.Signal) {
	if sig == syscall.SIGKILL {
		c.proc.Kill()
		return
	}
	c.proc.Signal(sig)
}

func signalName(state *os.ProcessState) string {
	status, ok := state.Sys().(interface {
		Signaled() bool
		Signal() syscall.Signal
	})
	if !ok || !status.Signaled() {
		return ""
	}
	return status.Signal().String()
}

func resources(*os.ProcessState) (usage, bool) { return unmeasured(), false }

func involuntary(*os.ProcessState) int64 { return -1 }

func peakRSS(int) int64 { return -1 }

func used(int) usage { return unmeasured() }

func spent([]int) (float64, bool) { return 0, false }

// tryLock locks nothing: folders of sessions are not swept here, see ours.
func tryLock(*os.File) bool { return true }

func ours(string) bool { return false }

func socketsVisible() bool { return false }

func family(pid int) []int { return []int{pid} }

func resident([]int) int64 { return 0 }

func wantedCPU([]int) (float64, bool) { return 0, false }

func sockets([]int) ([]socket, error) { return nil, errors.ErrUnsupported }

func listening(port int) bool {
	conn, err := dial("tcp", net.JoinHostPort("localhost", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

func holder(port int) string {
	return fmt.Sprintf("another process (lsof -i :%d tells which)", port)
}

func image(int) string { return "" }

func mapped(int) []string { return nil }

func (*attempt) identify() {}

func (*attempt) background(context.Context) bool { return false }

// reaper knows nothing here: the standard library cannot list processes.
type reaper struct{}

func newReaper(string, int) *reaper { return &reaper{} }

func (*reaper) census() {}

func (*reaper) clear() []string { return nil }

// sleepWatch does not watch here: threads cannot be looked into.
type sleepWatch struct {
	pid     int
	control int
	timers  int
	suspect func() bool
}

func (*sleepWatch) look(int64) {}

func (*sleepWatch) deadlocked() int64 { return 0 }

func exiting(int) bool { return false }
