//go:build !unix

package experiment

import (
	"fmt"
	"strings"
	"syscall"
)

// ParseSignal reads the name of a signal, with or without SIG, in either case.
func ParseSignal(name string) (syscall.Signal, error) {
	switch strings.TrimPrefix(strings.ToUpper(name), "SIG") {
	case "TERM":
		return syscall.SIGTERM, nil
	case "INT":
		return syscall.SIGINT, nil
	case "KILL":
		return syscall.SIGKILL, nil
	}
	return 0, fmt.Errorf("no signal is named %q on this system; use TERM, INT or KILL", name)
}
