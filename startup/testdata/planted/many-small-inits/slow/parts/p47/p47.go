// Package p47 is one of many parts. Written by gen.
package p47

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p47", 3*time.Millisecond)
