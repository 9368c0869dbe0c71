// Published: a read loop for connections, which ignores the error of Read.
//
// The peer sends five bytes and closes. The published loop has no end: this one gives up after 1000 empty reads.
package main

import (
	"fmt"
	"io"
	"net"
)

func main() {
	near, far := net.Pipe()
	go func() {
		io.WriteString(far, "hello")
		far.Close()
	}()
	buffer := make([]byte, 4096)
	got, empty := 0, 0
	for empty < 1000 {
		n, _ := near.Read(buffer)
		got += n
		if n == 0 {
			empty++
		}
	}
	fmt.Printf("bytes=%d\nempty_reads=%d\n", got, empty)
}
