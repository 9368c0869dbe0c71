// Package p22 is one of many parts. Written by gen.
package p22

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p22", 0)
