//go:build unix && !linux

package gotool

import (
	"os/exec"
	"syscall"
)

// isolate puts the command into a session of its own, so that neither it nor git or ssh below it
// finds a terminal to ask on, and all of them can be killed at once.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
