// Package p46 is one of many parts. Written by gen.
package p46

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p46", 3*time.Millisecond)
