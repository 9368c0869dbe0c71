//go:debug containermaxprocs=1

// Published: Go 1.21 and later set GOMAXPROCS from the container's CPU limit.
//
// A Go that does has a setting by which it can be switched off; others refuse the line at the top.
package main

func main() {}
