// Package p04 is one of many parts. Written by gen.
package p04

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p04", 0)
