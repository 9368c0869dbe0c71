package tool

import (
	"os/exec"
	"syscall"
)

// isolate puts the command into a session of its own, so that neither it nor what it starts, git or ssh,
// finds a terminal to ask on, and all of them can be killed at once. It dies with this process.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
