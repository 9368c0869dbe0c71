// Package p16 is one of many parts. Written by gen.
package p16

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p16", 3*time.Millisecond)
