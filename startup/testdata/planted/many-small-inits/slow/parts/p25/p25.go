// Package p25 is one of many parts. Written by gen.
package p25

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p25", 3*time.Millisecond)
