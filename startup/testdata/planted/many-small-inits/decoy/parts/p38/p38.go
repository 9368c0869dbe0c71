// Package p38 is one of many parts. Written by gen.
package p38

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p38", 0)
