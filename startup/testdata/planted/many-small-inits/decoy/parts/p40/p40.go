// Package p40 is one of many parts. Written by gen.
package p40

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p40", 0)
