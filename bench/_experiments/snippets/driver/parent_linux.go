package main

import (
	"os/exec"
	"syscall"
)

// endWithParent has the kernel end a program when the driver is killed.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
