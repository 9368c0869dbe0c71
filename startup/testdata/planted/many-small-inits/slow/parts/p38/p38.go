// Package p38 is one of many parts. Written by gen.
package p38

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p38", 3*time.Millisecond)
