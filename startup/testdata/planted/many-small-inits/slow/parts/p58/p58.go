// Package p58 is one of many parts. Written by gen.
package p58

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p58", 3*time.Millisecond)
