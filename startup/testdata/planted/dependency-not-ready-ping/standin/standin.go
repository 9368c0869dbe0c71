// Package standin stands for a database that is slow to answer, and for its driver.
package standin

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"syscall"
	"time"
)

// Open returns a pool of connections to a database that takes delay to answer a ping.
func Open(delay time.Duration) *sql.DB { return sql.OpenDB(connector{delay}) }

type connector struct{ delay time.Duration }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	near, far, err := pair()
	if err != nil {
		return nil, err
	}
	go answer(far, c.delay)
	return session{near}, nil
}

func (connector) Driver() driver.Driver { return nil }

// answer answers pings.
func answer(c net.Conn, delay time.Duration) {
	defer c.Close()
	for ask := make([]byte, 1); ; {
		if _, err := io.ReadFull(c, ask); err != nil {
			return
		}
		time.Sleep(delay)
		if _, err := c.Write(ask); err != nil {
			log.Printf("answering: %v", err)
			return
		}
	}
}

type session struct{ net.Conn }

func (s session) Ping(context.Context) error { return roundTrip(s.Conn) }

func (session) Prepare(string) (driver.Stmt, error) { return nil, errors.ErrUnsupported }
func (session) Begin() (driver.Tx, error)           { return nil, errors.ErrUnsupported }

func roundTrip(c net.Conn) error {
	if _, err := c.Write([]byte("?")); err != nil {
		return err
	}
	_, err := io.ReadFull(c, make([]byte, 1)) // want: dependency-not-ready
	return err
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
