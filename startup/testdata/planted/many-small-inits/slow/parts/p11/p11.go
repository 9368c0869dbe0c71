// Package p11 is one of many parts. Written by gen.
package p11

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p11", 3*time.Millisecond)
