// Package p09 is one of many parts. Written by gen.
package p09

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p09", 0)
