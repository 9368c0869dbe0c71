//go:build !linux

package main

import (
	"fmt"
	"runtime"
	"syscall"
)

type process int

func dieWithParent() *syscall.SysProcAttr { return nil }

func allowFiles() error {
	return fmt.Errorf("on %s a process cannot be measured from outside: "+
		"this needs /proc and the CPU clocks of Linux", runtime.GOOS)
}

func (process) cpu() (float64, error)               { return 0, nil }
func (process) peakRSS() (float64, error)           { return 0, nil }
func (process) threads() (float64, error)           { return 0, nil }
func (process) rss() (float64, error)               { return 0, nil }
func (process) runtimeSize(string) (float64, error) { return 0, nil }
func size(string) (float64, error)                  { return 0, nil }
