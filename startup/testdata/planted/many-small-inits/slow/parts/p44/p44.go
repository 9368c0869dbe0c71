// Package p44 is one of many parts. Written by gen.
package p44

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p44", 3*time.Millisecond)
