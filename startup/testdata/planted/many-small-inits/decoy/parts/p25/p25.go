// Package p25 is one of many parts. Written by gen.
package p25

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p25", 0)
