// Package standin stands for a cache that another process serves.
package standin

import (
	"log"
	"net"
	"strconv"
	"syscall"
)

// Busy returns the address of a cache that lets everybody wait: its queue of connections is full, and
// it accepts none.
func Busy() string {
	addr := Idle(0)
	if _, err := net.Dial("tcp", addr); err != nil { // a queue of 0 has room for one
		log.Fatalf("filling the queue: %v", err)
	}
	return addr
}

// Idle returns the address of a cache with room for queue connections and one more.
func Idle(queue int) string {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err == nil {
		err = syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	}
	if err == nil {
		err = syscall.Listen(fd, queue)
	}
	if err != nil {
		log.Fatalf("listening: %v", err)
	}
	addr, err := syscall.Getsockname(fd)
	if err != nil {
		log.Fatalf("asking for the port: %v", err)
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(addr.(*syscall.SockaddrInet4).Port))
}
