// Package p59 is one of many parts. Written by gen.
package p59

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p59", 3*time.Millisecond)
