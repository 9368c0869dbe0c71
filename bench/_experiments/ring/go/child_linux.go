package main

import "syscall"

// dieWithParent has the kernel kill a child when the thread that started it ends: also a child that
// is stopped, which could not notice by itself.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
