// Package p31 is one of many parts. Written by gen.
package p31

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p31", 3*time.Millisecond)
