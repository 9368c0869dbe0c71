//go:build !unix

package html

import "os/exec"

// inGroup has nothing to do: the browser's own processes end with it.
func inGroup(*exec.Cmd) {}

func endGroup(*exec.Cmd) {}
