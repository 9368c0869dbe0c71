// Package p30 is one of many parts. Written by gen.
package p30

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p30", 3*time.Millisecond)
