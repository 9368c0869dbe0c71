// Package p26 is one of many parts. Written by gen.
package p26

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p26", 3*time.Millisecond)
