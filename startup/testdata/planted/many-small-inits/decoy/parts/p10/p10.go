// Package p10 is one of many parts. Written by gen.
package p10

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p10", 0)
