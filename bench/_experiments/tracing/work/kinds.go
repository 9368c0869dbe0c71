package main

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// kinds are set up once, do n operations as often as they are called, and are stopped.
var kinds = map[string]func() (do func(n int) (result int, err error), stop func()){
	"alloc":    alloc,
	"compute":  compute,
	"http":     loopback,
	"pingpong": pingpong,
}

// pingpong passes a number between two goroutines: nothing but the scheduler.
func pingpong() (do func(n int) (int, error), stop func()) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
	}()
	do = func(n int) (int, error) {
		v := 0
		for i := 0; i < n; i++ {
			ping <- v
			v = <-pong
		}
		return v, nil
	}
	return do, func() { close(ping) }
}

// loopback sends requests over one keep-alive connection to a server in the same process.
func loopback() (do func(n int) (int, error), stop func()) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"status":"ok"}`)
	}))
	do = func(n int) (int, error) {
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
	return do, s.Close
}

type node struct {
	next  *node
	value int
}

// alloc makes small objects, most of which are garbage soon.
func alloc() (do func(n int) (int, error), stop func()) {
	lists := make([]*node, 256) // what is kept: short lists, for the collector to mark
	do = func(n int) (int, error) {
		sum := 0
		for i := 0; i < n; i++ {
			at := &lists[i%len(lists)]
			if i/len(lists)%16 == 0 {
				*at = nil
			}
			*at = &node{next: *at, value: i}
			sum += (*at).value
		}
		return sum, nil
	}
	return do, func() {}
}

// compute makes no event of its own: registers only.
func compute() (do func(n int) (int, error), stop func()) {
	do = func(n int) (int, error) {
		x := uint32(1)
		for i := 0; i < n; i++ {
			x ^= x << 13
			x ^= x >> 17
			x ^= x << 5
		}
		return int(x), nil
	}
	return do, func() {}
}
