// Package p14 is one of many parts. Written by gen.
package p14

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p14", 3*time.Millisecond)
