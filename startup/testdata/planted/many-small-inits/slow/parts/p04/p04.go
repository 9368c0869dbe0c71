// Package p04 is one of many parts. Written by gen.
package p04

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p04", 3*time.Millisecond)
