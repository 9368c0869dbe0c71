package experiment

import (
	"net"
	"strings"
	"time"
)

// socket is a listening socket with what the kernel tells of it at one instant.
type socket struct {
	Listener
	inode   uint64
	backlog int // connections waiting to be accepted; of TCP only
}

// knock is the connection by which the accept probe learns that the program accepts.
type knock struct {
	conn  net.Conn
	inode uint64
}

// accepts reports whether readiness by socket s is reached, and since when: at once without the
// accept probe, else when the connection made for that purpose has left the backlog.
func (a *attempt) accepts(s socket, open []socket) (int64, bool) {
	if !a.cmd.AcceptProbe {
		return s.Seen, true
	}
	if s.Network == "unix" {
		a.warnOnce("a unix socket does not show when a connection is accepted: " +
			"ready is the instant it listened")
		return s.Seen, true
	}
	if Monotonic() < s.Seen+int64(a.cmd.AcceptDelay) {
		return 0, false
	}
	if a.knock == nil || a.knock.inode != s.inode {
		a.knockAt(s)
		return 0, false
	}
	if waiting(s, open) > 0 {
		return 0, false
	}
	a.leave()
	return Monotonic(), true
}

func (a *attempt) knockAt(s socket) {
	a.leave()
	if conn, err := dial("tcp", reachable(s.Address)); err == nil {
		a.knock = &knock{conn: conn, inode: s.inode}
	}
}

// leave closes the probe's connection with a reset, which keeps the port free of TIME_WAIT.
func (a *attempt) leave() {
	if a.knock == nil {
		return
	}
	a.knock.conn.Close()
	a.knock = nil
}

// waiting is the backlog of all sockets that share the port of s (SO_REUSEPORT).
func waiting(s socket, open []socket) (n int) {
	for _, o := range open {
		if o.Port == s.Port {
			n += o.backlog
		}
	}
	return n
}

// reachable turns the address of a listener into one to connect to.
func reachable(address string) string {
	if port, ok := strings.CutPrefix(address, "0.0.0.0:"); ok {
		return "127.0.0.1:" + port
	}
	if port, ok := strings.CutPrefix(address, "[::]:"); ok {
		return "localhost:" + port
	}
	return address
}

// dial connects to a listener on this machine, to be closed with a reset.
func dial(network, address string) (net.Conn, error) {
	conn, err := net.DialTimeout(network, address, 100*time.Millisecond)
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	return conn, err
}
