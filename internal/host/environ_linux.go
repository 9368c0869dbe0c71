package host

import (
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/auxv"
)

// Environ returns the environment for programs that Cupel starts: that of this process, without what Go's
// runtime has set there. In a program with file capabilities it sets GOTRACEBACK, over what the user has set,
// and what Cupel starts has no such capabilities: it is to crash as it does by itself.
func Environ() []string { return environ(os.Environ(), secure()) }

// environ leaves the runtime's setting out of the environment of a secure process.
func environ(env []string, secure bool) []string {
	if !secure {
		return env
	}
	return slices.DeleteFunc(env, func(kv string) bool { return kv == "GOTRACEBACK=none" })
}

// secure reports whether this process has privileges by its executable.
func secure() bool {
	vector, _ := unix.Auxv() // fails only where a program is a library
	return slices.Contains(vector, [2]uintptr{auxv.Secure, 1})
}
