// Package p35 is one of many parts. Written by gen.
package p35

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p35", 0)
