package experiment

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Monotonic returns CLOCK_MONOTONIC in nanoseconds.
func Monotonic() int64 {
	var t unix.Timespec
	unix.ClockGettime(unix.CLOCK_MONOTONIC, &t) // cannot fail: the clock and the pointer are valid
	return t.Nano()
}

// pause sleeps in the kernel. time.Sleep would round up to a millisecond when the Go scheduler
// is idle, since that waits in epoll.
func pause(d time.Duration) {
	t := unix.NsecToTimespec(int64(d))
	unix.Nanosleep(&t, nil) // a signal may end it early: the caller only polls
}

// isolation makes a child that has its own process group and dies with the forking thread.
func isolation() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// adoptOrphans makes this process the parent of descendants whose own parent has ended, so that
// none of them escapes.
func adoptOrphans() error {
	return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
}

// signal sends sig to the process group.
func (c *child) signal(sig syscall.Signal) {
	syscall.Kill(-c.pid, sig) // ESRCH only: the group has ended
}

// signalName names the signal that ended a process; empty if none did.
func signalName(state *os.ProcessState) string {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return ""
	}
	return unix.SignalName(status.Signal())
}

// BlockBytes is what getrusage(2) counts reads of the disk in, whatever the disk's own blocks are.
const BlockBytes = 512

// resources returns the peak memory, the page faults and the reads of an ended process.
func resources(state *os.ProcessState) (usage, bool) {
	r, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return unmeasured(), false
	}
	return usage{
		cpu: -1, rss: int64(r.Maxrss) << 10, minor: int64(r.Minflt), major: int64(r.Majflt), read: int64(r.Inblock) * BlockBytes,
	}, true
}

// involuntary returns how often the kernel took the CPU from an ended process that could have gone on; -1: not told.
func involuntary(state *os.ProcessState) int64 {
	r, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return -1
	}
	return int64(r.Nivcsw)
}

// tryLock locks f for this process alone, until it is closed, and reports whether it could.
func tryLock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// ours reports whether path is a folder, not a link, that belongs to this user.
func ours(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}
