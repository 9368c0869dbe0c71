// Program does one thing that takes a few milliseconds and writes the execution trace of it to
// standard output. It is built with several toolchains: see ../record.sh.
package main

import (
	"context"
	"io"
	"log"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/trace"
	"sync"
	"time"
)

func main() {
	if err := trace.Start(os.Stdout); err != nil {
		log.Fatal(err)
	}
	switch os.Args[1] {
	case "channel":
		channel()
	case "mutex":
		mutex()
	case "gc":
		gc()
	case "accept":
		accept()
	case "timer":
		timer()
	case "pingpong":
		pingpong()
	case "syscalls":
		syscalls()
	case "generations":
		generations()
	case "coroutine":
		coroutine()
	case "callback":
		callbacks()
	}
	trace.Stop()
}

// channel waits for a goroutine that sleeps.
func channel() {
	c := make(chan int)
	go sleeper(c)
	<-c
}

func sleeper(c chan int) {
	time.Sleep(10 * time.Millisecond)
	c <- 1
}

// mutex waits for a lock whose holder sleeps.
func mutex() {
	var mu sync.Mutex
	held := make(chan bool)
	go holder(&mu, held)
	<-held
	mu.Lock()
	mu.Unlock()
}

func holder(mu *sync.Mutex, held chan bool) {
	mu.Lock()
	held <- true
	time.Sleep(10 * time.Millisecond)
	mu.Unlock()
}

type node struct{ left, right *node }

func grow(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{grow(depth - 1), grow(depth - 1)}
}

// gc allocates beside a big heap full of pointers, while CPU samples are taken.
func gc() {
	runtime.SetCPUProfileRate(100)
	debug.SetGCPercent(-1)
	live := grow(17)
	debug.SetGCPercent(20)
	for range [6]int{} {
		live.left.left.left = grow(14)
	}
	runtime.GC()
	runtime.SetCPUProfileRate(0)
}

// accept waits for a client and for what it sends.
func accept() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go client(l.Addr().String())
	conn, err := l.Accept()
	if err != nil {
		log.Fatal(err)
	}
	io.ReadAll(conn)
}

func client(addr string) {
	time.Sleep(5 * time.Millisecond)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		log.Fatal(err)
	}
	time.Sleep(5 * time.Millisecond)
	conn.Close()
}

// timer waits for a timer's channel, then for a context that a timer's goroutine cancels.
func timer() {
	select {
	case <-time.After(5 * time.Millisecond):
	case <-make(chan int):
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	<-ctx.Done()
}

// pingpong hands a ball 200 times to another goroutine and gets it back.
func pingpong() {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for ball := range ping {
			pong <- ball
		}
	}()
	for i := range [200]int{} {
		ping <- i
		<-pong
	}
}
