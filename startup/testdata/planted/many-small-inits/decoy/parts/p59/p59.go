// Package p59 is one of many parts. Written by gen.
package p59

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p59", 0)
