//go:build !linux

package main

import "os/exec"

// endWithParent can do nothing here: only the driver's own end, not its being killed, ends the programs.
func endWithParent(*exec.Cmd) {}
