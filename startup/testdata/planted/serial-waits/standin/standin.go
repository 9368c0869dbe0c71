// Package standin stands for two slow services that the program depends on.
package standin

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// Get asks a service for something that takes it delay to answer. Each request opens a connection
// of its own.
func Get(url string, delay time.Duration) string {
	return get(client(delay), url)
}

// Client returns a client that asks again and again over one connection. The service takes delay
// for each answer.
func Client(delay time.Duration) func(url string) string {
	c := client(delay)
	return func(url string) string { return get(c, url) }
}

func get(client *http.Client, url string) string {
	resp, err := client.Get(url)
	if err != nil {
		log.Fatalf("asking: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatalf("reading the answer: %v", err)
	}
	return string(body)
}

func client(delay time.Duration) *http.Client {
	dial := func(context.Context, string, string) (net.Conn, error) {
		near, far, err := pair()
		if err != nil {
			return nil, err
		}
		go answer(far, delay)
		return near, nil
	}
	return &http.Client{Transport: &http.Transport{DialContext: dial}}
}

// answer serves requests until the client closes the connection.
func answer(c net.Conn, delay time.Duration) {
	defer c.Close()
	in := bufio.NewReader(c)
	for {
		if _, err := http.ReadRequest(in); err != nil {
			return
		}
		time.Sleep(delay)
		const body = "welcome"
		fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
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
