package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net"
	"net/http"
	"time"
)

const (
	patience    = 30 * time.Second       // until the first answer, and for each later one
	interval    = 200 * time.Microsecond // between attempts; a shorter one takes CPU from the service
	connections = 4
)

// A client is one keep-alive connection.
type client struct {
	net.Conn
	r *bufio.Reader
}

func dial(address string) (*client, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{c, bufio.NewReaderSize(c, 512)}, nil
}

// get returns the parts of the answer that must be equal: status, type, body. Date and Server may
// differ.
func (c *client) get(path string) (string, error) {
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		return "", err
	}
	resp, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Sprint(resp.StatusCode), err // what a 404 says is not part of the contest
	}
	return fmt.Sprintf("%d %s length %d %s",
		resp.StatusCode, resp.Header.Get("Content-Type"), resp.ContentLength, body), nil
}

func (c *client) healthy() error {
	const want = `200 application/json length 15 {"status":"ok"}`
	got, err := c.get("/health")
	if err == nil && got != want {
		err = fmt.Errorf("GET /health answered %q, want %q", got, want)
	}
	return err
}

// freeAddress finds a port below those that systems give to clients: a client that polls a closed
// port of its own range sooner or later gets that port itself, and is connected to itself.
func freeAddress() (string, error) {
	var err error
	for range [20]int{} {
		var l net.Listener
		if l, err = net.Listen("tcp", fmt.Sprint("127.0.0.1:", 20000+rand.Intn(12000))); err == nil {
			defer l.Close()
			return l.Addr().String(), nil
		}
	}
	return "", err
}

// firstAnswer polls until the service answers 200.
func firstAnswer(address string, exited chan error) (*client, error) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(interval) {
		select {
		case err := <-exited:
			exited <- err
			return nil, fmt.Errorf("the service ended before it answered: %v", err)
		default:
		}
		if c, err := dial(address); err == nil {
			return c, c.healthy()
		}
	}
	return nil, fmt.Errorf("nothing listens at %s after %v", address, patience)
}

// load sends n requests over a few connections at once and returns how many were answered.
func load(address string, n int) (int, error) {
	errs := make(chan error)
	for i := 0; i < connections; i++ {
		go func() { errs <- requests(address, n/connections) }()
	}
	var err error
	for i := 0; i < connections; i++ {
		err = errors.Join(err, <-errs)
	}
	return n / connections * connections, err
}

func requests(address string, n int) error {
	c, err := dial(address)
	if err != nil {
		return err
	}
	defer c.Close()
	for i := 0; i < n && err == nil; i++ {
		err = c.healthy()
	}
	return err
}

// hold opens n connections that have had one answer each and are now idle.
func hold(address string, n int) ([]*client, error) {
	var idle []*client
	for len(idle) < n {
		c, err := dial(address)
		if err != nil {
			return idle, err
		}
		idle = append(idle, c)
		if err := c.healthy(); err != nil {
			return idle, err
		}
	}
	return idle, nil
}

func closeAll(clients []*client) {
	for _, c := range clients {
		c.Close()
	}
}
