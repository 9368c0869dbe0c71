// Package ledger keeps the books by way of another service.
package ledger

import (
	"crypto/tls"
	"log"
	"net"
	"sync"
	"time"

	"example.com/planted/dependency-not-ready-at-init/standin"
	"example.com/planted/dependency-not-ready-at-init/stopwatch"
)

var conn = sync.OnceValue(connect)

// Peer returns the address of the service.
func Peer() net.Addr { return conn().RemoteAddr() }

// connect connects to the service.
func connect() net.Conn {
	s := standin.New(300 * time.Millisecond)
	config := s.Config()
	defer stopwatch.Record(time.Now())
	return secure(s.Dial(), config)
}

func secure(plain net.Conn, config *tls.Config) net.Conn {
	conn := tls.Client(plain, config)
	if err := conn.Handshake(); err != nil {
		log.Fatalf("shaking hands: %v", err)
	}
	return conn
}
