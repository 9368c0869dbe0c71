// Published: writing to index 2047 of a slice of 1024 bytes crosses 2 KB, and makes the stack grow.
package main

import "fmt"

func main() {
	buffer := make([]byte, 1024)
	buffer[2047] = 1
	fmt.Printf("grown=%d\n", len(buffer))
}
