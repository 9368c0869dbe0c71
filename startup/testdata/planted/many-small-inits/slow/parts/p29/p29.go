// Package p29 is one of many parts. Written by gen.
package p29

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p29", 3*time.Millisecond)
