// Package standin stands for a slow service that the program depends on.
package standin

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// Client returns a client that reaches the service, whatever the URL. The service takes delay to
// answer a request.
func Client(delay time.Duration) *http.Client {
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

// answer serves one request.
func answer(c net.Conn, delay time.Duration) {
	defer c.Close()
	if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
		log.Printf("reading the request: %v", err)
		return
	}
	time.Sleep(delay)
	const body = "welcome"
	fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body)
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
