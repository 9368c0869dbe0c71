// Package p13 is one of many parts. Written by gen.
package p13

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p13", 3*time.Millisecond)
