// Package p39 is one of many parts. Written by gen.
package p39

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p39", 0)
