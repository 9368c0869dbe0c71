// Published: the garbage collector runs every 2 ms by default.
//
// Nothing is allocated for 100 ms.
package main

import (
	"fmt"
	"runtime"
	"time"
)

func main() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	time.Sleep(100 * time.Millisecond)
	runtime.ReadMemStats(&after)
	fmt.Printf("cycles=%d\n", after.NumGC-before.NumGC)
}
