// Package p33 is one of many parts. Written by gen.
package p33

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p33", 3*time.Millisecond)
