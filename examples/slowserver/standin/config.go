package standin

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"
)

// configDelay is what the configuration service takes to answer.
const configDelay = 250 * time.Millisecond

// ConfigService returns a client that reaches the configuration service, whatever the URL.
func ConfigService() *http.Client {
	dial := func(context.Context, string, string) (net.Conn, error) {
		near, far, err := pair()
		if err != nil {
			return nil, err
		}
		go answer(far)
		return near, nil
	}
	return &http.Client{Transport: &http.Transport{DialContext: dial}}
}

// answer serves one request.
func answer(c net.Conn) {
	defer c.Close()
	if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
		log.Printf("configuration service: reading the request: %v", err)
		return
	}
	time.Sleep(configDelay)
	const body = `{"greeting": "welcome"}`
	fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body)
}
