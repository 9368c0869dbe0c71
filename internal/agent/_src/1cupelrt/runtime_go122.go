//go:build !go1.23

package cupelrt

import _ "unsafe" // for go:linkname

//go:linkname syscall6 syscall.RawSyscall6
//go:nosplit
func syscall6(num, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2, errno uintptr)

//go:linkname runtimeAddExitHook runtime.addExitHook
func runtimeAddExitHook(f func(), onFailure bool)

//go:norace
func addExitHook(f func()) { runtimeAddExitHook(f, true) }
