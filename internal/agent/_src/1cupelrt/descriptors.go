package cupelrt

import "unsafe"

// What the parent hands down; see package agent.
const (
	controlFD   = 97
	traceFD     = 98 // or the allocations
	marksFD     = 99
	magic       = "cupel/1\n"
	magicTrace  = "cupel/t\n"
	magicAllocs = "cupel/a\n"
)

// Constants of Linux, the same on all 64-bit machines the agent runs on.
const (
	fSetfd      = 2
	fdCloexec   = 1
	msgPeek     = 0x2
	msgDontwait = 0x40
	msgNosignal = 0x4000
	eintr       = 4
)

// buffer is where the control channel is read to: static, because a stack may move during the
// system call.
var buffer [len(magic)]byte

//go:linkname entersyscall runtime.entersyscall
func entersyscall()

//go:linkname exitsyscall runtime.exitsyscall
func exitsyscall()

var (
	sampling bool // allocations are to be sampled, and nothing else observed
	profiled bool // the parent samples the CPU itself
)

// claim reports whether the parent wants this process observed, and if so takes the descriptors
// away from its children. A descriptor of somebody else with our number is only peeked at.
//
//go:norace
func claim() bool {
	if !receive(msgPeek) || !receive(0) {
		return false
	}
	sampling, profiled = string(buffer[:]) == magicAllocs, string(buffer[:]) == magicTrace
	for fd := uintptr(controlFD); fd <= marksFD; fd++ {
		syscall6(sysFcntl, fd, fSetfd, fdCloexec, 0, 0, 0)
	}
	return true
}

//go:norace
func receive(flags uintptr) bool {
	p := uintptr(unsafe.Pointer(&buffer))
	n, _, errno := syscall6(sysRecvfrom, controlFD, p, uintptr(len(buffer)), flags|msgDontwait, 0, 0)
	if errno != 0 || n != uintptr(len(magic)) {
		return false
	}
	word := string(buffer[:])
	return word == magic || word == magicTrace || word == magicAllocs
}

// waitControl returns when the parent wrote a byte or closed its end.
//
//go:norace
func waitControl() {
	for blockingRead() == eintr {
	}
}

// blockingRead gives its processor away while it waits, like any system call of Go. The stack
// must not move between the two calls, hence nosplit.
//
//go:norace
//go:nosplit
func blockingRead() uintptr {
	entersyscall()
	_, _, errno := syscall6(sysRead, controlFD, uintptr(unsafe.Pointer(&buffer)), 1, 0, 0, 0)
	exitsyscall()
	return errno
}

// acknowledge tells the parent that all is written. The parent may be gone: no SIGPIPE.
//
//go:norace
func acknowledge() {
	buffer[0] = 'd'
	p := uintptr(unsafe.Pointer(&buffer))
	syscall6(sysSendto, controlFD, p, 1, msgNosignal|msgDontwait, 0, 0)
}

// writeAll writes b or gives up: a full disk must not stop the program.
//
//go:norace
func writeAll(fd uintptr, b []byte) {
	for len(b) > 0 {
		n, _, errno := syscall6(sysWrite, fd, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0, 0, 0)
		if errno == eintr {
			continue
		}
		if errno != 0 {
			return
		}
		b = b[n:]
	}
}

//go:norace
func getpid() int64 {
	pid, _, _ := syscall6(sysGetpid, 0, 0, 0, 0, 0, 0)
	return int64(pid)
}
