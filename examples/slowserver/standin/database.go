package standin

import (
	"context"
	"net"
	"sync/atomic"
)

const (
	// refusals is how many connections the database refuses before it is up.
	refusals = 3
	// closed is where nobody listens: the system refuses whoever connects.
	closed = "127.0.0.1:1"
)

// A Database is a database that is still starting.
type Database struct{ refused atomic.Int32 }

// NewDatabase returns a database that has just begun to start.
func NewDatabase() *Database { return &Database{} }

// Dial connects to the database; the first few times it is refused.
func (d *Database) Dial(ctx context.Context) (net.Conn, error) {
	if d.refused.Add(1) <= refusals {
		return new(net.Dialer).DialContext(ctx, "tcp", closed)
	}
	near, _, err := pair()
	return near, err
}
