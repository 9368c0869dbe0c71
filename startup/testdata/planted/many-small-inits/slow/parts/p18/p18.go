// Package p18 is one of many parts. Written by gen.
package p18

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p18", 3*time.Millisecond)
