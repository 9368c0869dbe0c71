// Package cupel starts the agent as the first init task of the program.
//
// The linker runs init tasks in lexical order as soon as their imports are done. This package
// imports nothing that has a task, and its path sorts before every other, so nothing runs earlier
// but the runtime. It must stay free of imports: whoever imports runtime waits behind "math" and
// "github.com/…".
package cupel

import _ "unsafe" // for go:linkname

//go:linkname start 1cupelrt.start
func start()

//go:norace
func init() { start() }
