// Published: go run main.go -cpuprofile=startup.prof & sleep 10; kill writes a profile of the start.
//
// The program has no such flag: only go test has.
package main

import (
	"flag"
	"fmt"
)

func main() {
	flag.Parse()
	fmt.Println("started=true")
}
