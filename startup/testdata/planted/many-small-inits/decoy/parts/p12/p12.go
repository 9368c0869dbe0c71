// Package p12 is one of many parts. Written by gen.
package p12

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p12", 0)
