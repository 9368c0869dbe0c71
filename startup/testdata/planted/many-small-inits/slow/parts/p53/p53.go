// Package p53 is one of many parts. Written by gen.
package p53

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p53", 3*time.Millisecond)
