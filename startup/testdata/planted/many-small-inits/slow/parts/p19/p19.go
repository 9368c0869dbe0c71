// Package p19 is one of many parts. Written by gen.
package p19

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p19", 3*time.Millisecond)
