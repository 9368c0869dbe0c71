package main

import (
	"os/exec"
	"syscall"
)

// endWithParent has the system end the child when this process ends in whatever way.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
