package experiment

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// requestPause is the time between two requests to a program that is not ready yet.
const requestPause = 5 * time.Millisecond

// answer is what the last request met with; empty before the first.
type answer struct{ text atomic.Value }

func (a *answer) set(s string) { a.text.Store(s) }

func (a *answer) String() string {
	s, _ := a.text.Load().(string)
	return s
}

// request asks for the URL until the program answers well or ctx ends. A request has no time
// limit of its own: the kernel may queue it before the program accepts, and then the answer
// comes the sooner.
func (a *attempt) request(ctx context.Context) {
	client := probeClient()
	defer client.CloseIdleConnections()
	for ctx.Err() == nil {
		at, ok := a.ask(ctx, client)
		if ok {
			client.CloseIdleConnections()
			a.announce(at)
			return
		}
		pause(requestPause)
	}
}

func (a *attempt) ask(ctx context.Context, client *http.Client) (at int64, ok bool) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.ready.URL, nil)
	if err != nil {
		a.answer.set(err.Error())
		return 0, false
	}
	resp, err := client.Do(req)
	at = Monotonic()
	if err != nil {
		a.answer.set(err.Error())
		return 0, false
	}
	resp.Body.Close()
	a.answer.set(fmt.Sprintf("the last answer was %s", resp.Status))
	return at, resp.StatusCode >= 200 && resp.StatusCode < 400
}

// probeClient returns a client that speaks to the program and nobody else: no proxy, no
// redirects followed, certificates not verified since the program is our own. Connections end
// with a reset, which keeps the port free of TIME_WAIT.
func probeClient() *http.Client {
	dialer := &net.Dialer{}
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dialer.DialContext(ctx, network, address)
				if tcp, ok := conn.(*net.TCPConn); ok {
					tcp.SetLinger(0)
				}
				return conn, err
			},
		},
	}
}
