// Package p34 is one of many parts. Written by gen.
package p34

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p34", 3*time.Millisecond)
