//go:build !linux

package main

import "syscall"

// dieWithParent can ask for nothing here: see dieWithDriver.
func dieWithParent() *syscall.SysProcAttr { return nil }
