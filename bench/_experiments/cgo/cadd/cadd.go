// Cadd calls a C function, and looks for what cgo is said to do besides.
package main

/*
#include <stdint.h>
int64_t add(int64_t a, int64_t b);
void block(void);
int inside(void);
void release(void);
*/
import "C"

import "cgo/call"

func loop(n int64) int64 {
	sum := C.int64_t(0)
	for i := C.int64_t(0); i < C.int64_t(n); i++ {
		sum = C.add(sum, i)
	}
	return int64(sum)
}

func main() {
	call.Main(call.Subject{
		Loop:    loop,
		Block:   func() { C.block() },
		Inside:  func() int { return int(C.inside()) },
		Release: func() { C.release() },
	})
	handles()
	flags()
	registers()
}
