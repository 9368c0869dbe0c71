// Package p52 is one of many parts. Written by gen.
package p52

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p52", 3*time.Millisecond)
