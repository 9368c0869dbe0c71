// Published: a heap profile needs GODEBUG=gctrace=1 or a collection by hand; without it is empty.
//
// 16 MB at a time are surely sampled: on average one in 512 KB is.
package main

import (
	"bytes"
	"fmt"
	"runtime/pprof"
)

var kept [][]byte

func main() {
	for i := 0; i < 4; i++ {
		kept = append(kept, make([]byte, 16<<20))
	}
	var out bytes.Buffer
	if err := pprof.Lookup("heap").WriteTo(&out, 1); err != nil {
		panic(err)
	}
	fmt.Printf("shown=%v\n", bytes.Contains(out.Bytes(), []byte("main.main")))
}
