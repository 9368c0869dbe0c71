// Package p43 is one of many parts. Written by gen.
package p43

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p43", 0)
