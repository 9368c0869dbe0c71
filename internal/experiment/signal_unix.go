//go:build unix

package experiment

import (
	"fmt"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// ParseSignal reads the name of a signal, with or without SIG, in either case.
func ParseSignal(name string) (syscall.Signal, error) {
	full := "SIG" + strings.TrimPrefix(strings.ToUpper(name), "SIG")
	if sig := unix.SignalNum(full); sig != 0 {
		return sig, nil
	}
	return 0, fmt.Errorf("no signal is named %q; use TERM, INT, QUIT, HUP, USR1, …", name)
}
