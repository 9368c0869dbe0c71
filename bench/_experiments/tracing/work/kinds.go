package main

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// pingpong passes a number between two goroutines: nothing but the scheduler.
func pingpong(n int) (int, error) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	v := 0
	for i := 0; i < n; i++ {
		ping <- v
		v = <-pong
	}
	close(ping)
	<-pong
	return v, nil
}

// loopback sends requests over one keep-alive connection to a server in the same process.
func loopback(n int) (int, error) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"status":"ok"}`)
	}))
	defer s.Close()
	sum := 0
	for i := 0; i < n; i++ {
		resp, err := s.Client().Get(s.URL)
		if err != nil {
			return 0, err
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			return 0, err
		}
		sum += len(body)
	}
	return sum, nil
}

type node struct {
	left, right *node
	value       int
}

var live [256]*node // what is kept: small lists, so that the collector has something to mark

// alloc makes n small objects, most of which are garbage soon.
func alloc(n int) (int, error) {
	sum := 0
	for i := 0; i < n; i++ {
		at := &live[i%len(live)]
		if i/len(live)%16 == 0 {
			*at = nil
		}
		*at = &node{left: *at, value: i}
		sum += (*at).value
	}
	return sum, nil
}

// compute makes no event of its own: registers only.
func compute(n int) (int, error) {
	x := uint32(1)
	for i := 0; i < n; i++ {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
	}
	return int(x), nil
}
