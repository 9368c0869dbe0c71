//go:build linux || darwin

package standin

import (
	"net"
	"os"
	"syscall"
)

// pair returns two connected sockets.
func pair() (near, far net.Conn, err error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	a, b := os.NewFile(uintptr(fds[0]), "near"), os.NewFile(uintptr(fds[1]), "far")
	defer a.Close() // FileConn copies the descriptor
	defer b.Close()
	if near, err = net.FileConn(a); err != nil {
		return nil, nil, err
	}
	if far, err = net.FileConn(b); err != nil {
		return nil, nil, err
	}
	return near, far, nil
}
