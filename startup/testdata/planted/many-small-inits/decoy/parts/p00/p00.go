// Package p00 is one of many parts. Written by gen.
package p00

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p00", 0)
