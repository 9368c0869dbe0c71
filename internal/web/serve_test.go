package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// TestServe asks from several clients at once, while records come and go, and ends: nobody listens any more and no
// goroutine of the server is left. The race detector looks on where it is enabled.
func TestServe(t *testing.T) {
	s, o := fixture(t)
	id := add(t, s, 1, "api", "startup")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, Handler(o)) }()
	client := &http.Client{Transport: &http.Transport{}}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, path := range []string{"/", "/?text=api", "/records/" + id + "/", "/records/" + id + "/files/", "/records/" + id + "/artifacts/cpu.pb.gz"} {
				if err := ask(client, "http://"+l.Addr().String()+path); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 5 {
		add(t, s, 10+i, "worker", "startup")
	}
	wg.Wait()
	client.CloseIdleConnections()
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v, want nil: it was to end", err)
	}
	if c, err := net.Dial("tcp", l.Addr().String()); err == nil {
		c.Close()
		t.Error("somebody still listens")
	}
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, one := range strings.Split(string(stacks), "\n\n") {
		if strings.Contains(one, "net/http.(*Server)") || strings.Contains(one, "net/http.(*conn)") {
			t.Errorf("a goroutine is left:\n%s", one)
		}
	}
}

func ask(client *http.Client, url string) error {
	resp, err := client.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s = %s", url, resp.Status)
	}
	return nil
}

// TestServeEndsWhileAsked ends while a page is being made that would take for ever.
func TestServeEndsWhileAsked(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked, done := make(chan bool), make(chan bool)
	h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(asked); <-done })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, h) }()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answered := make(chan error, 1)
	go func() { answered <- ask(client, "http://"+l.Addr().String()+"/") }()
	<-asked
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
	if err := <-answered; err == nil {
		t.Error("the request that was under way got an answer, want it cut off")
	}
	close(done)
}
