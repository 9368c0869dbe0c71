// Published: pprof can't see waits for a GPU or the network card; patching runtime/metrics is the only way.
//
// A wait outside of Go is entered in a profile of the program's own.
package main

import (
	"bytes"
	"fmt"
	"runtime/pprof"
)

var external = pprof.NewProfile("external waits")

func main() {
	launchKernel()
	var out bytes.Buffer
	if err := external.WriteTo(&out, 1); err != nil {
		panic(err)
	}
	fmt.Printf("waits=%d\nplace=%v\n", external.Count(), bytes.Contains(out.Bytes(), []byte("main.launchKernel")))
}

// launchKernel stands for a call that waits outside of Go. What is added stays until it is removed after the wait.
func launchKernel() { external.Add(new(int), 1) }
