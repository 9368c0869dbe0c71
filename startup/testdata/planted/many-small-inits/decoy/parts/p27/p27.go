// Package p27 is one of many parts. Written by gen.
package p27

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p27", 0)
