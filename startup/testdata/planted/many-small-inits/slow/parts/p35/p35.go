// Package p35 is one of many parts. Written by gen.
package p35

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p35", 3*time.Millisecond)
