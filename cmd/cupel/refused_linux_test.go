package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// refused is cupel in a container whose seccomp filter refuses the system calls: for all of its threads and
// for what they start.
func refused(calls ...uint32) func() {
	return func() {
		err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
		if err == nil {
			err = refuse(calls...)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "setting the filter:", err)
			os.Exit(99)
		}
		main()
	}
}

// refuse sets a seccomp filter that refuses the system calls. It takes no_new_privs, or CAP_SYS_ADMIN.
func refuse(calls ...uint32) error {
	filter := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}} // the number of the system call
	for i, call := range calls {
		filter = append(filter, unix.SockFilter{
			Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jt: uint8(len(calls) - i), // to the last one
		})
	}
	filter = append(filter,
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)})
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return errno
	}
	return nil
}

// withoutCapabilities is cupel as a user without any privilege runs it, even if this is root: it may do with
// root's files what their modes say.
func withoutCapabilities() {
	runtime.LockOSThread()
	for c := range uintptr(unix.CAP_LAST_CAP + 1) {
		unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0) // refused to who has none
	}
	path, err := exec.LookPath("cupel")
	if err == nil {
		err = syscall.Exec(path, append([]string{path}, os.Args[1:]...), os.Environ())
	}
	fmt.Fprintln(os.Stderr, "executing cupel:", err)
	os.Exit(99)
}

// programs are what scripts can run by name.
var programs = map[string]func(){
	"cupel":                main,
	"cupel-without-perf":   refused(unix.SYS_PERF_EVENT_OPEN),
	"cupel-without-bpf":    refused(unix.SYS_BPF),
	"cupel-without-ptrace": refused(unix.SYS_PTRACE),
	"cupel-without-both":   refused(unix.SYS_PERF_EVENT_OPEN, unix.SYS_PTRACE),

	"cupel-without-capabilities": withoutCapabilities,
	"in-container":               inContainer,
	"stand-in":                   func() { os.Exit(standIn()) },
	"lent-cache":                 func() { os.Exit(lentCache()) },
}
