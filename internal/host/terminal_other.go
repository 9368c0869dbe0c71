//go:build !linux

package host

import "os"

// TerminalWidth is not known on this system.
func TerminalWidth(*os.File) int { return 0 }
