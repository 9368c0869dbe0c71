//go:build go1.23 && !go1.26

package cupelrt

import "internal/runtime/syscall"

//go:norace
//go:nosplit
func syscall6(num, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2, errno uintptr) {
	return syscall.Syscall6(num, a1, a2, a3, a4, a5, a6)
}
