// Package p08 is one of many parts. Written by gen.
package p08

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p08", 3*time.Millisecond)
