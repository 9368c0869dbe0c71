// Package p55 is one of many parts. Written by gen.
package p55

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p55", 3*time.Millisecond)
