// Package p32 is one of many parts. Written by gen.
package p32

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p32", 0)
