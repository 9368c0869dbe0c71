// Package p21 is one of many parts. Written by gen.
package p21

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p21", 0)
