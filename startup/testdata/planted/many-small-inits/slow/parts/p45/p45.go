// Package p45 is one of many parts. Written by gen.
package p45

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p45", 3*time.Millisecond)
