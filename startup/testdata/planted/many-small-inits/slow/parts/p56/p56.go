// Package p56 is one of many parts. Written by gen.
package p56

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p56", 3*time.Millisecond)
