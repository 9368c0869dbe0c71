// Package p36 is one of many parts. Written by gen.
package p36

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p36", 3*time.Millisecond)
