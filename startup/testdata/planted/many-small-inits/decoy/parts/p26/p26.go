// Package p26 is one of many parts. Written by gen.
package p26

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p26", 0)
