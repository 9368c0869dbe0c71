// Package p20 is one of many parts. Written by gen.
package p20

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p20", 0)
