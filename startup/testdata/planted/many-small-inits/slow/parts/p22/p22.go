// Package p22 is one of many parts. Written by gen.
package p22

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p22", 3*time.Millisecond)
