// Package p33 is one of many parts. Written by gen.
package p33

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p33", 0)
