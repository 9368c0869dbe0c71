// Package p07 is one of many parts. Written by gen.
package p07

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p07", 0)
