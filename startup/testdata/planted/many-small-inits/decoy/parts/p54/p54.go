// Package p54 is one of many parts. Written by gen.
package p54

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p54", 0)
