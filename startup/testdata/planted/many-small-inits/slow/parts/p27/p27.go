// Package p27 is one of many parts. Written by gen.
package p27

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p27", 3*time.Millisecond)
