// Package p50 is one of many parts. Written by gen.
package p50

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p50", 3*time.Millisecond)
