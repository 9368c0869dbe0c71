// Command deadlock deadlocks while one goroutine reads descriptor 97. It uses no cgo: programs
// that do are never reported by the runtime.
package main

import "syscall"

func main() {
	go func() {
		var b [1]byte
		syscall.Read(97, b[:])
	}()
	select {}
}
