package main

import (
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// syscalls lets system calls block, some of them in a thread that loses its processor meanwhile.
func syscalls() {
	var all sync.WaitGroup
	for range [4]int{} {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range [20]int{} {
				pause := syscall.Timespec{Nsec: int64(i%4) * 30_000}
				syscall.Nanosleep(&pause, nil)
				os.ReadFile("/proc/self/stat")
			}
		}()
	}
	all.Wait()
	exec.Command("true").Run()
}

// generations lasts for three generations of the trace, over which goroutines sit in a system call,
// wait, and run.
func generations() {
	var pipe [2]int
	syscall.Pipe(pipe[:])
	read := make(chan bool)
	go func() {
		syscall.Read(pipe[0], make([]byte, 1))
		read <- true
	}()
	spun := make(chan bool)
	go func() {
		for begin := time.Now(); time.Since(begin) < 2300*time.Millisecond; {
		}
		spun <- true
	}()
	for range [22]int{} {
		time.Sleep(100 * time.Millisecond)
	}
	<-spun
	syscall.Write(pipe[1], []byte{0})
	<-read
}
