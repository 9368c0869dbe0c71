// Package standin stands for a database that is still starting.
package standin

import (
	"net"
	"os"
	"sync/atomic"
	"syscall"
)

// Database refuses some connections and then comes up.
type Database struct{ refusals atomic.Int32 }

// New returns a database that refuses the given number of connections.
func New(refusals int32) *Database {
	d := &Database{}
	d.refusals.Store(refusals)
	return d
}

// Dial connects to the database. Until it is up, it is a port at which nobody listens.
func (d *Database) Dial() (net.Conn, error) {
	if d.refusals.Add(-1) >= 0 {
		return net.Dial("tcp", "127.0.0.1:1")
	}
	near, _, err := pair()
	return near, err
}

// pair returns two connected sockets. A port would be simpler, but whoever watches this program
// start takes the first port that it opens for its own.
func pair() (near, far net.Conn, err error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, nil, err
	}
	if near, err = conn(fds[0]); err != nil {
		return nil, nil, err
	}
	far, err = conn(fds[1])
	return near, far, err
}

func conn(fd int) (net.Conn, error) {
	f := os.NewFile(uintptr(fd), "socket pair")
	defer f.Close()
	return net.FileConn(f)
}
