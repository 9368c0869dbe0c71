// Package p11 is one of many parts. Written by gen.
package p11

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p11", 0)
