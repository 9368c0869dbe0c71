//go:build !linux

package main

// programs are what scripts can run by name.
var programs = map[string]func(){"cupel": main}
