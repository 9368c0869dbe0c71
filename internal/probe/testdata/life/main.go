// Life does what its argument says: one thing after the other that a look from outside must show.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"example.com/life/second"
)

var callC = func() {} // in C code, where that is built in

var names = strings.Fields(os.Getenv("LIFE_NAMES"))

func init() { names = append(names, "main") }

func main() {
	if second.Started < 3 {
		panic("the init functions of first were not called")
	}
	switch os.Args[1] {
	case "handover":
		handover()
	case "waits":
		waits()
	case "syscall":
		inKernel()
	case "collect":
		collects()
	case "locked":
		locked()
	case "exit":
		leaves()
	case "c":
		callC()
	case "many":
		many(1000)
	case "parks":
		many(5000)
	case "calls":
		calls()
	case "burn":
		burn()
	case "become":
		burn()
		syscall.Exec("/proc/self/exe", []string{"life", "burn"}, os.Environ())
	}
	fmt.Println("done")
}

// parked waits until a goroutine with that function on its stack waits.
func parked(function string) {
	b := make([]byte, 1<<16)
	for {
		for _, g := range strings.Split(string(b[:runtime.Stack(b, true)]), "\n\n") {
			head := g[:strings.IndexByte(g+"\n", '\n')]
			if strings.Contains(g, function+"(") && !strings.Contains(head, "[run") && !strings.Contains(head, "[preempted") {
				return
			}
		}
		runtime.Gosched()
	}
}

const rounds = 20

//go:noinline
func handover() {
	ping, pong := make(chan int), make(chan int)
	go echo(ping, pong)
	for i := 0; i < rounds; i++ {
		parked("main.echo")
		ping <- i
		<-pong
	}
}

//go:noinline
func echo(ping, pong chan int) {
	for i := range ping {
		parked("main.handover")
		pong <- i
	}
}

// waits lets a goroutine wait for each reason there is.
func waits() {
	in, out := make(chan int), make(chan int)
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	var mu sync.Mutex
	cond := sync.NewCond(new(sync.Mutex))
	done := make(chan bool, 7)
	mu.Lock()
	go receives(in, done)
	go sends(out, done)
	go selects(in, out, done)
	go locks(&mu, done)
	go conditions(cond, done)
	go reads(r, done)
	go forever()
	for _, name := range []string{"receives", "sends", "selects", "locks", "conditions", "reads", "forever"} {
		parked("main." + name)
	}
	in <- 1
	<-out
	in <- 2
	mu.Unlock()
	cond.L.Lock()
	cond.Broadcast()
	cond.L.Unlock()
	w.Write([]byte{1})
	go sleeps(done)
	for i := 0; i < cap(done); i++ {
		<-done
	}
}

func receives(in chan int, done chan bool) {
	<-in
	done <- true
}

func sends(out chan int, done chan bool) {
	out <- 1
	done <- true
}

// selects waits for a second value of in: the first one is for who came first.
func selects(in, out chan int, done chan bool) {
	select {
	case <-in:
	case <-time.After(time.Hour):
	}
	done <- true
}

func locks(mu *sync.Mutex, done chan bool) {
	mu.Lock()
	done <- true
}

func conditions(c *sync.Cond, done chan bool) {
	c.L.Lock()
	c.Wait()
	c.L.Unlock()
	done <- true
}

func reads(r *os.File, done chan bool) {
	r.Read(make([]byte, 1))
	done <- true
}

func sleeps(done chan bool) {
	time.Sleep(time.Millisecond)
	done <- true
}

func forever() { select {} }

// inKernel lets a goroutine wait in the kernel.
func inKernel() {
	var p [2]int
	if err := syscall.Pipe(p[:]); err != nil {
		panic(err)
	}
	done := make(chan bool)
	go readsRaw(p[0], done)
	parked("main.readsRaw")
	syscall.Write(p[1], []byte{1})
	<-done
}

func readsRaw(fd int, done chan bool) {
	syscall.Read(fd, make([]byte, 1))
	done <- true
}

//go:noinline
func collects() { runtime.GC() }

// locked lets a goroutine keep its thread while others run.
func locked() {
	ping, pong := make(chan int), make(chan int)
	go keeps(ping, pong)
	for i := 0; i < rounds; i++ {
		ping <- i
		<-pong
		time.Sleep(time.Microsecond)
	}
}

func keeps(ping, pong chan int) {
	runtime.LockOSThread()
	for i := range ping {
		pong <- i
	}
}

//go:noinline
func leaves() { os.Exit(3) }

// many hands over more often than is looked at.
func many(rounds int) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for i := range ping {
			pong <- i
		}
	}()
	for i := 0; i < rounds; i++ {
		ping <- i
		<-pong
	}
}

// burn computes while another goroutine waits in the kernel.
func burn() {
	var p [2]int
	if err := syscall.Pipe(p[:]); err != nil {
		panic(err)
	}
	done := make(chan bool)
	go readsRaw(p[0], done)
	parked("main.readsRaw")
	names = append(names, fmt.Sprint(computes(100_000_000)))
	syscall.Write(p[1], []byte{1})
	<-done
}

//go:noinline
func computes(n int) (x uint32) {
	for i := 0; i < n; i++ {
		x = x*1664525 + 1013904223
	}
	return x
}

// calls enters the kernel more often than is looked at, also while a goroutine is in there.
func calls() {
	done := make(chan bool)
	var p [2]int
	if err := syscall.Pipe(p[:]); err != nil {
		panic(err)
	}
	go readsRaw(p[0], done)
	parked("main.readsRaw")
	for i := 0; i < 1000; i++ {
		var st syscall.Stat_t
		syscall.Stat("/", &st)
	}
	syscall.Write(p[1], []byte{1})
	<-done
	many(1000)
}
