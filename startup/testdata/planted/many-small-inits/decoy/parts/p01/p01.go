// Package p01 is one of many parts. Written by gen.
package p01

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p01", 0)
