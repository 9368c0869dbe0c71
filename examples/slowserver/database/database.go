// Package database connects to the database of the server.
package database

import (
	"context"
	"net"
	"time"
)

const (
	firstPause = 30 * time.Millisecond
	longest    = 2 * time.Second
)

// Open dials until the database is up or ctx ends, which is the only error. The pause between two
// tries grows to twice its length each time, so that up to half of the wait comes after the
// database is up.
func Open(ctx context.Context, dial func(context.Context) (net.Conn, error)) (net.Conn, error) {
	for pause := firstPause; ; pause = min(2*pause, longest) {
		conn, err := dial(ctx)
		if err == nil {
			return conn, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		time.Sleep(pause)
	}
}
