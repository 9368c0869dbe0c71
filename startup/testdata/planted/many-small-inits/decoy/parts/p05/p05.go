// Package p05 is one of many parts. Written by gen.
package p05

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p05", 0)
