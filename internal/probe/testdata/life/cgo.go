//go:build cgo
// +build cgo

package main

/*
#include <unistd.h>
static void rest(void) { usleep(2000); }
*/
import "C"

func init() { callC = callsC }

//go:noinline
func callsC() { C.rest() }
