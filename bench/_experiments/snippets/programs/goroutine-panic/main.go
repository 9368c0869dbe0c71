// Published: goroutines are isolated strongly, each from the others.
//
// One panics; the other would go on after it.
package main

import (
	"fmt"
	"time"
)

func main() {
	go panic("in one goroutine")
	time.Sleep(2 * time.Second)
	fmt.Println("others=alive")
}
