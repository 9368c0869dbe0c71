// Published: a build needs -gcflags=all=-l so that a profile has the names of all functions.
//
// A small function, which the compiler inlines by default, asks who is on the stack.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

func leaf(counters []uintptr) int { return runtime.Callers(1, counters) }

func caller(counters []uintptr) int { return leaf(counters) }

func main() {
	counters := make([]uintptr, 16)
	frames := runtime.CallersFrames(counters[:caller(counters)])
	var names []string
	for {
		frame, more := frames.Next()
		names = append(names, frame.Function)
		if !more {
			break
		}
	}
	all := strings.Join(names, " ")
	fmt.Printf("leaf=%v\ncaller=%v\n", strings.Contains(all, "main.leaf"), strings.Contains(all, "main.caller"))
}
