// Package p24 is one of many parts. Written by gen.
package p24

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p24", 0)
