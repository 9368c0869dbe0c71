// Package p28 is one of many parts. Written by gen.
package p28

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p28", 3*time.Millisecond)
