// Package p40 is one of many parts. Written by gen.
package p40

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p40", 3*time.Millisecond)
