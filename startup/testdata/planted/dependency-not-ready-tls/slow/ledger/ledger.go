// Package ledger keeps the books by way of another service.
package ledger

import (
	"crypto/tls"
	"log"
	"net"
	"time"

	"example.com/planted/dependency-not-ready-tls/standin"
	"example.com/planted/dependency-not-ready-tls/stopwatch"
)

// Connect connects to the service.
func Connect() net.Conn {
	s := standin.New(300 * time.Millisecond)
	config := s.Config()
	defer stopwatch.Record(time.Now())
	return secure(s.Dial(), config)
}

func secure(plain net.Conn, config *tls.Config) net.Conn {
	conn := tls.Client(plain, config)
	if err := conn.Handshake(); err != nil { // want: dependency-not-ready
		log.Fatalf("shaking hands: %v", err)
	}
	return conn
}
