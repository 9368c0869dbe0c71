// Package p02 is one of many parts. Written by gen.
package p02

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p02", 3*time.Millisecond)
