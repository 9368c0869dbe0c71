// Package p23 is one of many parts. Written by gen.
package p23

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p23", 3*time.Millisecond)
