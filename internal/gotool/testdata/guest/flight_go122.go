//go:build !go1.25

package main

import "io"

func flight(io.Writer) {}
